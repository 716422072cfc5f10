//! The kinds of problems there are, and what each says by itself.

use axum::http::StatusCode;

/// The kinds of problems: what `type` names. The list is part of the contract; entries are added, never renamed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
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

impl Kind {
    /// Every kind, in the order of the documentation.
    pub const ALL: [Kind; 25] = [
        Kind::InvalidParameter,
        Kind::BadRequest,
        Kind::NotFound,
        Kind::Unauthorized,
        Kind::Forbidden,
        Kind::Misdirected,
        Kind::MethodNotAllowed,
        Kind::Conflict,
        Kind::LostRace,
        Kind::PreconditionRequired,
        Kind::InvalidArticle,
        Kind::UnconfirmedErrors,
        Kind::UnreadableDocument,
        Kind::TooMany,
        Kind::TooLarge,
        Kind::UnsupportedMediaType,
        Kind::SlowBody,
        Kind::Timeout,
        Kind::Busy,
        Kind::NotReady,
        Kind::NotWritable,
        Kind::JournalBusy,
        Kind::JournalUnavailable,
        Kind::DiskFull,
        Kind::Internal,
    ];

    /// The last part of the `type` URI, `/problem/{slug}`.
    pub fn slug(self) -> &'static str {
        match self {
            Kind::InvalidParameter => "invalid-parameter",
            Kind::BadRequest => "bad-request",
            Kind::NotFound => "not-found",
            Kind::Unauthorized => "unauthorized",
            Kind::Forbidden => "forbidden",
            Kind::Misdirected => "misdirected",
            Kind::MethodNotAllowed => "method-not-allowed",
            Kind::Conflict => "conflict",
            Kind::LostRace => "lost-race",
            Kind::PreconditionRequired => "precondition-required",
            Kind::InvalidArticle => "invalid-article",
            Kind::UnconfirmedErrors => "unconfirmed-errors",
            Kind::UnreadableDocument => "unreadable-document",
            Kind::TooMany => "too-many-requests",
            Kind::TooLarge => "too-large",
            Kind::UnsupportedMediaType => "unsupported-media-type",
            Kind::SlowBody => "slow-body",
            Kind::Timeout => "timeout",
            Kind::Busy => "busy",
            Kind::NotReady => "not-ready",
            Kind::NotWritable => "not-writable",
            Kind::JournalBusy => "journal-busy",
            Kind::JournalUnavailable => "journal-unavailable",
            Kind::DiskFull => "disk-full",
            Kind::Internal => "internal",
        }
    }

    /// The status that fits.
    pub fn status(self) -> StatusCode {
        match self {
            Kind::InvalidParameter | Kind::BadRequest => StatusCode::BAD_REQUEST,
            Kind::NotFound => StatusCode::NOT_FOUND,
            Kind::Unauthorized => StatusCode::UNAUTHORIZED,
            Kind::Forbidden => StatusCode::FORBIDDEN,
            Kind::Misdirected => StatusCode::MISDIRECTED_REQUEST,
            Kind::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Kind::Conflict => StatusCode::CONFLICT,
            Kind::LostRace => StatusCode::PRECONDITION_FAILED,
            Kind::PreconditionRequired => StatusCode::PRECONDITION_REQUIRED,
            Kind::InvalidArticle | Kind::UnconfirmedErrors | Kind::UnreadableDocument => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Kind::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Kind::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Kind::SlowBody => StatusCode::REQUEST_TIMEOUT,
            Kind::Timeout
            | Kind::Busy
            | Kind::NotReady
            | Kind::NotWritable
            | Kind::JournalBusy
            | Kind::JournalUnavailable
            | Kind::DiskFull => StatusCode::SERVICE_UNAVAILABLE,
            Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What happened, the same words for every problem of the kind.
    pub fn title(self) -> &'static str {
        match self {
            Kind::InvalidParameter => "Niewłaściwa wartość parametru",
            Kind::BadRequest => "Nie da się odczytać żądania",
            Kind::NotFound => "Nie ma takiej strony ani artykułu",
            Kind::Unauthorized => "Trzeba się zalogować",
            Kind::Forbidden => "Brak uprawnień",
            Kind::Misdirected => "To nie jest adres tego serwera",
            Kind::MethodNotAllowed => "Ten adres nie przyjmuje takiej metody",
            Kind::Conflict => "Tego nie da się teraz zrobić",
            Kind::LostRace => "Ktoś inny zmienił ten artykuł",
            Kind::PreconditionRequired => "Brakuje wersji, której dotyczy zmiana",
            Kind::InvalidArticle => "Artykuł ma błędy",
            Kind::UnconfirmedErrors => "Artykuł ma błędy, których publikacji nikt nie potwierdził",
            Kind::UnreadableDocument => "Nie udało się odczytać dokumentu",
            Kind::TooMany => "Zbyt wiele żądań z jednego adresu",
            Kind::TooLarge => "Przesłana treść jest za duża",
            Kind::UnsupportedMediaType => "Nie znam tego rodzaju treści",
            Kind::SlowBody => "Treść nie dotarła na czas",
            Kind::Timeout => "Odpowiedź trwała za długo",
            Kind::Busy => "Serwer ma teraz zbyt wiele pytań",
            Kind::NotReady => "Baza Wiedzy jeszcze się otwiera",
            Kind::NotWritable => "Baza Wiedzy nie przyjmuje teraz zmian",
            Kind::JournalBusy => "Baza danych serwera jest zajęta",
            Kind::JournalUnavailable => "Baza danych serwera nie przyjmuje zapisu",
            Kind::DiskFull => "Na dysku serwera nie ma miejsca",
            Kind::Internal => "Błąd serwera",
        }
    }

    /// What to do about it, where a handler knows nothing better.
    pub fn advice(self) -> &'static str {
        match self {
            Kind::InvalidParameter => {
                "Popraw parametr wskazany w polu „parameter” i wyślij żądanie jeszcze raz."
            }
            Kind::BadRequest => "Sprawdź zapis żądania i wyślij je jeszcze raz.",
            Kind::NotFound => "Sprawdź adres albo zacznij od wyszukiwarki.",
            Kind::Unauthorized => "Zaloguj się tokenem albo wyślij go w nagłówku Authorization: Bearer.",
            Kind::Forbidden => "Poproś administratora o token z właściwą rolą.",
            Kind::Misdirected => "Otwórz serwer pod jego własnym adresem.",
            Kind::Conflict => "Odczytaj artykuł jeszcze raz i sprawdź jego stan.",
            Kind::LostRace => {
                "Odczytaj najnowszą wersję, porównaj ją ze swoją i wyślij zmianę jeszcze raz z jej ETag."
            }
            Kind::PreconditionRequired => {
                "Wyślij If-Match z ETag zmienianej wersji albo If-None-Match: *, aby utworzyć nowy artykuł."
            }
            Kind::InvalidArticle => "Popraw miejsca wymienione w polu „problems” i wyślij tekst jeszcze raz.",
            Kind::UnconfirmedErrors => {
                "Popraw błędy z pola „problems” albo wymień ich kody w parametrze despite."
            }
            Kind::UnreadableDocument => "Zapisz dokument na nowo jako PDF albo wklej jego tekst.",
            Kind::TooMany => "Poczekaj tyle sekund, ile podaje nagłówek Retry-After, i spróbuj jeszcze raz.",
            Kind::MethodNotAllowed => "Użyj jednej z metod wymienionych w nagłówku Allow.",
            Kind::TooLarge => "Skróć treść i wyślij ją jeszcze raz.",
            Kind::UnsupportedMediaType => {
                "Wyślij treść w formacie podanym w opisie API: /api/v1/openapi.json."
            }
            Kind::SlowBody => {
                "Wyślij ją jeszcze raz. Jeśli to się powtarza, sprawdź połączenie albo prześlij mniejszy plik."
            }
            Kind::Timeout => "Spróbuj jeszcze raz; jeśli to się powtarza, zadaj krótsze pytanie.",
            Kind::Busy | Kind::NotReady => "Spróbuj jeszcze raz za chwilę.",
            Kind::NotWritable => {
                "Wyszukiwanie działa dalej. Zachowaj swój tekst i wyślij go ponownie, gdy administrator usunie przyczynę."
            }
            Kind::JournalBusy => "Niczego nie zapisano. Zachowaj treść i wyślij ją jeszcze raz za chwilę.",
            Kind::JournalUnavailable => {
                "Niczego nie zapisano. Zachowaj treść i powiedz administratorowi; przyczynę podaje /readyz."
            }
            Kind::DiskFull => {
                "Niczego nie zapisano. Zachowaj treść i powiedz administratorowi, żeby zwolnił miejsce; zapis ruszy potem sam."
            }
            Kind::Internal => "Spróbuj jeszcze raz. Jeśli to się powtórzy, podaj administratorowi kod błędu.",
        }
    }

    /// The kind an answer of the framework stands for.
    pub(in crate::http) fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Kind::NotFound,
            StatusCode::UNAUTHORIZED => Kind::Unauthorized,
            StatusCode::FORBIDDEN => Kind::Forbidden,
            StatusCode::MISDIRECTED_REQUEST => Kind::Misdirected,
            StatusCode::METHOD_NOT_ALLOWED => Kind::MethodNotAllowed,
            StatusCode::CONFLICT => Kind::Conflict,
            StatusCode::PRECONDITION_FAILED => Kind::LostRace,
            StatusCode::PRECONDITION_REQUIRED => Kind::PreconditionRequired,
            StatusCode::UNPROCESSABLE_ENTITY => Kind::InvalidArticle,
            StatusCode::TOO_MANY_REQUESTS => Kind::TooMany,
            StatusCode::PAYLOAD_TOO_LARGE => Kind::TooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Kind::UnsupportedMediaType,
            StatusCode::REQUEST_TIMEOUT => Kind::SlowBody,
            status if status.is_client_error() => Kind::BadRequest,
            _ => Kind::Internal,
        }
    }
}
