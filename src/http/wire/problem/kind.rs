//! The kinds of problems there are, and what each says by itself.

use axum::http::StatusCode;

/// The kinds of problems: what `type` names. The list is part of the contract; entries are added, never renamed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// A parameter of the query string is not one of the allowed values.
    InvalidParameter,
    /// The request cannot be read at all.
    BadRequest,
    /// There is no such page or article, or it is not the reader's to see.
    NotFound,
    /// Nobody is signed in, or the token is not known.
    Unauthorized,
    /// Signed in, but this is for another role.
    Forbidden,
    /// The request came under a name that is not this server's.
    Misdirected,
    /// The address exists, the method does not.
    MethodNotAllowed,
    /// Somebody else changed it first, or it is not in the state that the request is about.
    Conflict,
    /// The version named by `If-Match` is not the newest any more.
    LostRace,
    /// A change must say which version it changes.
    PreconditionRequired,
    /// The text cannot be published as it is.
    InvalidArticle,
    /// The text has errors that nobody has named to publish it despite.
    UnconfirmedErrors,
    /// A document that was brought cannot be read.
    UnreadableDocument,
    /// More requests than one address may send.
    TooMany,
    /// The body is larger than the server takes.
    TooLarge,
    /// The body is of a kind that the server cannot read.
    UnsupportedMediaType,
    /// The body did not come in the time that it has.
    SlowBody,
    /// The answer took longer than the server waits.
    Timeout,
    /// More requests at once than the server takes.
    Busy,
    /// The index is not open yet.
    NotReady,
    /// Nothing can be written now: a folder is lost, a disk is full. Searching goes on.
    NotWritable,
    /// Another program holds the database; nothing was written.
    JournalBusy,
    /// The database is not where it was, or cannot be written; nothing was written.
    JournalUnavailable,
    /// The disk is full; nothing was written.
    DiskFull,
    /// A fault of the server.
    Internal,
}

impl ProblemKind {
    /// Every kind, in the order of the documentation.
    pub const ALL: [ProblemKind; 25] = [
        ProblemKind::InvalidParameter,
        ProblemKind::BadRequest,
        ProblemKind::NotFound,
        ProblemKind::Unauthorized,
        ProblemKind::Forbidden,
        ProblemKind::Misdirected,
        ProblemKind::MethodNotAllowed,
        ProblemKind::Conflict,
        ProblemKind::LostRace,
        ProblemKind::PreconditionRequired,
        ProblemKind::InvalidArticle,
        ProblemKind::UnconfirmedErrors,
        ProblemKind::UnreadableDocument,
        ProblemKind::TooMany,
        ProblemKind::TooLarge,
        ProblemKind::UnsupportedMediaType,
        ProblemKind::SlowBody,
        ProblemKind::Timeout,
        ProblemKind::Busy,
        ProblemKind::NotReady,
        ProblemKind::NotWritable,
        ProblemKind::JournalBusy,
        ProblemKind::JournalUnavailable,
        ProblemKind::DiskFull,
        ProblemKind::Internal,
    ];

    /// The last part of the `type` URI, `/problem/{slug}`.
    pub fn slug(self) -> &'static str {
        match self {
            ProblemKind::InvalidParameter => "invalid-parameter",
            ProblemKind::BadRequest => "bad-request",
            ProblemKind::NotFound => "not-found",
            ProblemKind::Unauthorized => "unauthorized",
            ProblemKind::Forbidden => "forbidden",
            ProblemKind::Misdirected => "misdirected",
            ProblemKind::MethodNotAllowed => "method-not-allowed",
            ProblemKind::Conflict => "conflict",
            ProblemKind::LostRace => "lost-race",
            ProblemKind::PreconditionRequired => "precondition-required",
            ProblemKind::InvalidArticle => "invalid-article",
            ProblemKind::UnconfirmedErrors => "unconfirmed-errors",
            ProblemKind::UnreadableDocument => "unreadable-document",
            ProblemKind::TooMany => "too-many-requests",
            ProblemKind::TooLarge => "too-large",
            ProblemKind::UnsupportedMediaType => "unsupported-media-type",
            ProblemKind::SlowBody => "slow-body",
            ProblemKind::Timeout => "timeout",
            ProblemKind::Busy => "busy",
            ProblemKind::NotReady => "not-ready",
            ProblemKind::NotWritable => "not-writable",
            ProblemKind::JournalBusy => "journal-busy",
            ProblemKind::JournalUnavailable => "journal-unavailable",
            ProblemKind::DiskFull => "disk-full",
            ProblemKind::Internal => "internal",
        }
    }

    /// The status that fits.
    pub fn status(self) -> StatusCode {
        match self {
            ProblemKind::InvalidParameter | ProblemKind::BadRequest => StatusCode::BAD_REQUEST,
            ProblemKind::NotFound => StatusCode::NOT_FOUND,
            ProblemKind::Unauthorized => StatusCode::UNAUTHORIZED,
            ProblemKind::Forbidden => StatusCode::FORBIDDEN,
            ProblemKind::Misdirected => StatusCode::MISDIRECTED_REQUEST,
            ProblemKind::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            ProblemKind::Conflict => StatusCode::CONFLICT,
            ProblemKind::LostRace => StatusCode::PRECONDITION_FAILED,
            ProblemKind::PreconditionRequired => StatusCode::PRECONDITION_REQUIRED,
            ProblemKind::InvalidArticle
            | ProblemKind::UnconfirmedErrors
            | ProblemKind::UnreadableDocument => StatusCode::UNPROCESSABLE_ENTITY,
            ProblemKind::TooMany => StatusCode::TOO_MANY_REQUESTS,
            ProblemKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            ProblemKind::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            ProblemKind::SlowBody => StatusCode::REQUEST_TIMEOUT,
            ProblemKind::Timeout
            | ProblemKind::Busy
            | ProblemKind::NotReady
            | ProblemKind::NotWritable
            | ProblemKind::JournalBusy
            | ProblemKind::JournalUnavailable
            | ProblemKind::DiskFull => StatusCode::SERVICE_UNAVAILABLE,
            ProblemKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What happened, the same words for every problem of the kind.
    pub fn title(self) -> &'static str {
        match self {
            ProblemKind::InvalidParameter => "Niewłaściwa wartość parametru",
            ProblemKind::BadRequest => "Nie da się odczytać żądania",
            ProblemKind::NotFound => "Nie ma takiej strony ani artykułu",
            ProblemKind::Unauthorized => "Trzeba się zalogować",
            ProblemKind::Forbidden => "Brak uprawnień",
            ProblemKind::Misdirected => "To nie jest adres tego serwera",
            ProblemKind::MethodNotAllowed => "Ten adres nie przyjmuje takiej metody",
            ProblemKind::Conflict => "Tego nie da się teraz zrobić",
            ProblemKind::LostRace => "Ktoś inny zmienił ten artykuł",
            ProblemKind::PreconditionRequired => "Brakuje wersji, której dotyczy zmiana",
            ProblemKind::InvalidArticle => "Artykuł ma błędy",
            ProblemKind::UnconfirmedErrors => "Artykuł ma błędy, których publikacji nikt nie potwierdził",
            ProblemKind::UnreadableDocument => "Nie udało się odczytać dokumentu",
            ProblemKind::TooMany => "Zbyt wiele żądań z jednego adresu",
            ProblemKind::TooLarge => "Przesłana treść jest za duża",
            ProblemKind::UnsupportedMediaType => "Nie znam tego rodzaju treści",
            ProblemKind::SlowBody => "Treść nie dotarła na czas",
            ProblemKind::Timeout => "Odpowiedź trwała za długo",
            ProblemKind::Busy => "Serwer ma teraz zbyt wiele pytań",
            ProblemKind::NotReady => "Baza Wiedzy jeszcze się otwiera",
            ProblemKind::NotWritable => "Baza Wiedzy nie przyjmuje teraz zmian",
            ProblemKind::JournalBusy => "Baza danych serwera jest zajęta",
            ProblemKind::JournalUnavailable => "Baza danych serwera nie przyjmuje zapisu",
            ProblemKind::DiskFull => "Na dysku serwera nie ma miejsca",
            ProblemKind::Internal => "Błąd serwera",
        }
    }

    /// What to do about it, where a handler knows nothing better.
    pub fn advice(self) -> &'static str {
        match self {
            ProblemKind::InvalidParameter => {
                "Popraw parametr wskazany w polu „parameter” i wyślij żądanie jeszcze raz."
            }
            ProblemKind::BadRequest => "Sprawdź zapis żądania i wyślij je jeszcze raz.",
            ProblemKind::NotFound => "Sprawdź adres albo zacznij od wyszukiwarki.",
            ProblemKind::Unauthorized => {
                "Zaloguj się tokenem albo wyślij go w nagłówku Authorization: Bearer."
            }
            ProblemKind::Forbidden => "Poproś administratora o token z właściwą rolą.",
            ProblemKind::Misdirected => "Otwórz serwer pod jego własnym adresem.",
            ProblemKind::Conflict => "Odczytaj artykuł jeszcze raz i sprawdź jego stan.",
            ProblemKind::LostRace => {
                "Odczytaj najnowszą wersję, porównaj ją ze swoją i wyślij zmianę jeszcze raz z jej ETag."
            }
            ProblemKind::PreconditionRequired => {
                "Wyślij If-Match z ETag zmienianej wersji albo If-None-Match: *, aby utworzyć nowy artykuł."
            }
            ProblemKind::InvalidArticle => {
                "Popraw miejsca wymienione w polu „problems” i wyślij tekst jeszcze raz."
            }
            ProblemKind::UnconfirmedErrors => {
                "Popraw błędy z pola „problems” albo wymień ich kody w parametrze despite."
            }
            ProblemKind::UnreadableDocument => "Zapisz dokument na nowo jako PDF albo wklej jego tekst.",
            ProblemKind::TooMany => {
                "Poczekaj tyle sekund, ile podaje nagłówek Retry-After, i spróbuj jeszcze raz."
            }
            ProblemKind::MethodNotAllowed => "Użyj jednej z metod wymienionych w nagłówku Allow.",
            ProblemKind::TooLarge => "Skróć treść i wyślij ją jeszcze raz.",
            ProblemKind::UnsupportedMediaType => {
                "Wyślij treść w formacie podanym w opisie API: /api/v1/openapi.json."
            }
            ProblemKind::SlowBody => {
                "Wyślij ją jeszcze raz. Jeśli to się powtarza, sprawdź połączenie albo prześlij mniejszy plik."
            }
            ProblemKind::Timeout => "Spróbuj jeszcze raz; jeśli to się powtarza, zadaj krótsze pytanie.",
            ProblemKind::Busy | ProblemKind::NotReady => "Spróbuj jeszcze raz za chwilę.",
            ProblemKind::NotWritable => {
                "Wyszukiwanie działa dalej. Zachowaj swój tekst i wyślij go ponownie, gdy administrator usunie przyczynę."
            }
            ProblemKind::JournalBusy => {
                "Niczego nie zapisano. Zachowaj treść i wyślij ją jeszcze raz za chwilę."
            }
            ProblemKind::JournalUnavailable => {
                "Niczego nie zapisano. Zachowaj treść i powiedz administratorowi; przyczynę podaje /readyz."
            }
            ProblemKind::DiskFull => {
                "Niczego nie zapisano. Zachowaj treść i powiedz administratorowi, żeby zwolnił miejsce; zapis ruszy potem sam."
            }
            ProblemKind::Internal => {
                "Spróbuj jeszcze raz. Jeśli to się powtórzy, podaj administratorowi kod błędu."
            }
        }
    }

    /// The kind an answer of the framework stands for.
    pub(in crate::http) fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => ProblemKind::NotFound,
            StatusCode::UNAUTHORIZED => ProblemKind::Unauthorized,
            StatusCode::FORBIDDEN => ProblemKind::Forbidden,
            StatusCode::MISDIRECTED_REQUEST => ProblemKind::Misdirected,
            StatusCode::METHOD_NOT_ALLOWED => ProblemKind::MethodNotAllowed,
            StatusCode::CONFLICT => ProblemKind::Conflict,
            StatusCode::PRECONDITION_FAILED => ProblemKind::LostRace,
            StatusCode::PRECONDITION_REQUIRED => ProblemKind::PreconditionRequired,
            StatusCode::UNPROCESSABLE_ENTITY => ProblemKind::InvalidArticle,
            StatusCode::TOO_MANY_REQUESTS => ProblemKind::TooMany,
            StatusCode::PAYLOAD_TOO_LARGE => ProblemKind::TooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => ProblemKind::UnsupportedMediaType,
            StatusCode::REQUEST_TIMEOUT => ProblemKind::SlowBody,
            status if status.is_client_error() => ProblemKind::BadRequest,
            _ => ProblemKind::Internal,
        }
    }
}
