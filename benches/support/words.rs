//! The vocabulary of made-up articles: what offices, callers and city papers talk about.
//!
//! Order matters: the generator takes the first words of a list far more often than the last ones. The common words
//! are listed; the long tail is derived ([`Words::new`] prefixes verbs and turns them into nouns, `names.rs` makes up
//! the rest), because it is the rare words that give an index its size.

use super::grammar::Noun;

/// Nouns of office and street; classes as in [`Noun::parse`].
const NOUNS: &str = "
m wniosek wniosk u wniosku wnioski wniosków
f opłat opłacie opłat
p mieszkaniec mieszkańc mieszkańcu mieszkańcy mieszkańców
fs decyzj decyzji
m urząd urzęd u urzędzie urzędy urzędów
m dokument dokument u dokumencie dokumenty dokumentów
n zaświadczeni zaświadczeń
fs ulic ulic
m termin termin u terminie terminy terminów
f osob osobie osób
f spraw sprawie spraw
fc nieruchomość nieruchomości
m budynek budynk u budynku budynki budynków
f umow umowie umów
no miast mieście miast
n zgłoszeni zgłoszeń
m formularz formularz a formularzu formularze formularzy
p właściciel właściciel właścicielu właściciele właścicieli
pa przedsiębiorc przedsiębiorcy przedsiębiorcy przedsiębiorców
m podatek podatk u podatku podatki podatków
f szkoł szkole szkół
n przedszkol przedszkoli
m lokal lokal u lokalu lokale lokali
n mieszkani mieszkań
m pojazd pojazd u pojeździe pojazdy pojazdów
m odpad odpad u odpadzie odpady odpadów
m pojemnik pojemnik a pojemniku pojemniki pojemników
f drog drodze dróg
m przystanek przystank u przystanku przystanki przystanków
m tramwaj tramwaj u tramwaju tramwaje tramwajów
m autobus autobus u autobusie autobusy autobusów
m bilet bilet u bilecie bilety biletów
f ulg uldze ulg
m park park u parku parki parków
no drzew drzewie drzew
f działk działce działek
m projekt projekt u projekcie projekty projektów
m remont remont u remoncie remonty remontów
m chodnik chodnik a chodniku chodniki chodników
fs instytucj instytucji
p urzędnik urzędnik urzędniku urzędnicy urzędników
f ustaw ustawie ustaw
f uchwał uchwale uchwał
n zarządzeni zarządzeń
m przepis przepis u przepisie przepisy przepisów
m rejestr rejestr u rejestrze rejestry rejestrów
p rodzic rodzic rodzicu rodzice rodziców
p opiekun opiekun opiekunie opiekunowie opiekunów
p pracownik pracownik pracowniku pracownicy pracowników
p uczeń uczni uczniu uczniowie uczniów
p senior senior seniorze seniorzy seniorów
pa kierowc kierowcy kierowcy kierowców
p pełnomocnik pełnomocnik pełnomocniku pełnomocnicy pełnomocników
pa najemc najemcy najemcy najemców
p inwestor inwestor inwestorze inwestorzy inwestorów
pa zarządc zarządcy zarządcy zarządców
p konsultant konsultant konsultancie konsultanci konsultantów
p cudzoziemiec cudzoziemc cudzoziemcu cudzoziemcy cudzoziemców
p dyrektor dyrektor dyrektorze dyrektorzy dyrektorów
p inspektor inspektor inspektorze inspektorzy inspektorów
p strażnik strażnik strażniku strażnicy strażników
p pasażer pasażer pasażerze pasażerowie pasażerów
p użytkownik użytkownik użytkowniku użytkownicy użytkowników
pa wykonawc wykonawcy wykonawcy wykonawców
p sąsiad sąsiad sąsiedzie sąsiedzi sąsiadów
p nauczyciel nauczyciel nauczycielu nauczyciele nauczycieli
p kandydat kandydat kandydacie kandydaci kandydatów
p lekarz lekarz lekarzu lekarze lekarzy
pa rowerzyst rowerzyście rowerzyści rowerzystów
p podatnik podatnik podatniku podatnicy podatników
p organizator organizator organizatorze organizatorzy organizatorów
p wolontariusz wolontariusz wolontariuszu wolontariusze wolontariuszy
pa artyst artyście artyści artystów
p petent petent petencie petenci petentów
no biur biurze biur
no okienk okienku okienek
f kolejk kolejce kolejek
f wizyt wizycie wizyt
fs informacj informacji
fs kontrol kontroli
f ankiet ankiecie ankiet
f skarg skardze skarg
m odpis odpis u odpisie odpisy odpisów
m akt akt u akcie akty aktów
m druk druk u druku druki druków
m podpis podpis u podpisie podpisy podpisów
m profil profil u profilu profile profili
m numer numer u numerze numery numerów
m adres adres u adresie adresy adresów
m rachunek rachunk u rachunku rachunki rachunków
m przelew przelew u przelewie przelewy przelewów
m zasiłek zasiłk u zasiłku zasiłki zasiłków
m dodatek dodatk u dodatku dodatki dodatków
m zwrot zwrot u zwrocie zwroty zwrotów
m żłobek żłobk a żłobku żłobki żłobków
m klub klub u klubie kluby klubów
m szpital szpital a szpitalu szpitale szpitali
fs przychodni przychodni
f bibliotek bibliotece bibliotek
m teatr teatr u teatrze teatry teatrów
fs hal hal
m basen basen u basenie baseny basenów
no boisk boisku boisk
m plac plac u placu place placów
m most most u moście mosty mostów
f rzek rzece rzek
m las las u lesie lasy lasów
f stref strefie stref
m parking parking u parkingu parkingi parkingów
m abonament abonament u abonamencie abonamenty abonamentów
m znak znak u znaku znaki znaków
m mandat mandat u mandacie mandaty mandatów
m sygnał sygnał u sygnale sygnały sygnałów
f lamp lampie lamp
m hałas hałas u hałasie hałasy hałasów
m smog smog u smogu smogi smogów
m piec piec a piecu piece pieców
m grunt grunt u gruncie grunty gruntów
fs granic granic
f map mapie map
m plan plan u planie plany planów
m zabytek zabytk u zabytku zabytki zabytków
m pomnik pomnik a pomniku pomniki pomników
m cmentarz cmentarz a cmentarzu cmentarze cmentarzy
m grób grob u grobie groby grobów
m ślub ślub u ślubie śluby ślubów
no nazwisk nazwisku nazwisk
no małżeństw małżeństwie małżeństw
f rodzin rodzinie rodzin
f opiek opiece opiek
fc niepełnosprawność niepełnosprawności
f karet karecie karet
f kart karcie kart
fs legitymacj legitymacji
m paszport paszport u paszporcie paszporty paszportów
m dowód dowod u dowodzie dowody dowodów
n pozwoleni pozwoleń
n zezwoleni zezwoleń
n orzeczeni orzeczeń
n oświadczeni oświadczeń
n upoważnieni upoważnień
n odwołani odwołań
n postępowani postępowań
n posiedzeni posiedzeń
n ogłoszeni ogłoszeń
n zadani zadań
n zebrani zebrań
n głosowani głosowań
n ogrzewani ogrzewań
n oświetleni oświetleń
no torowisk torowisku torowisk
no wysypisk wysypisku wysypisk
no lotnisk lotnisku lotnisk
no środowisk środowisku środowisk
no przedsiębiorstw przedsiębiorstwie przedsiębiorstw
no gospodarstw gospodarstwie gospodarstw
no świadectw świadectwie świadectw
no pełnomocnictw pełnomocnictwie pełnomocnictw
no miejsc miejscu miejsc
no piętr piętrze pięter
no okn oknie okien
m dźwig dźwig u dźwigu dźwigi dźwigów
m peron peron u peronie perony peronów
m przewóz przewoz u przewozie przewozy przewozów
m rozkład rozkład u rozkładzie rozkłady rozkładów
m objazd objazd u objeździe objazdy objazdów
m wodociąg wodociąg u wodociągu wodociągi wodociągów
m kanał kanał u kanale kanały kanałów
f tras trasie tras
f ławk ławce ławek
f fontann fontannie fontann
f altan altanie altan
fs kamienic kamienic
f ścian ścianie ścian
m dach dach u dachu dachy dachów
m balkon balkon u balkonie balkony balkonów
m ogród ogrod u ogrodzie ogrody ogrodów
m trawnik trawnik a trawniku trawniki trawników
m krzew krzew u krzewie krzewy krzewów
m ptak ptak a ptaku ptaki ptaków
m schron schron u schronie schrony schronów
m alarm alarm u alarmie alarmy alarmów
m festiwal festiwal u festiwalu festiwale festiwali
m koncert koncert u koncercie koncerty koncertów
f wystaw wystawie wystaw
m konkurs konkurs u konkursie konkursy konkursów
f nagrod nagrodzie nagród
m grant grant u grancie granty grantów
m budżet budżet u budżecie budżety budżetów
m przetarg przetarg u przetargu przetargi przetargów
f ofert ofercie ofert
fs kaucj kaucji
fs gwarancj gwarancji
f faktur fakturze faktur
f kwot kwocie kwot
f stawk stawce stawek
f zniżk zniżce zniżek
m czynsz czynsz u czynszu czynsze czynszów
m kredyt kredyt u kredycie kredyty kredytów
m spadek spadk u spadku spadki spadków
m udział udział u udziale udziały udziałów
m sąd sąd u sądzie sądy sądów
m wyrok wyrok u wyroku wyroki wyroków
f kar karze kar
m obowiązek obowiązk u obowiązku obowiązki obowiązków
f zgod zgodzie zgód
m sprzeciw sprzeciw u sprzeciwie sprzeciwy sprzeciwów
m regulamin regulamin u regulaminie regulaminy regulaminów
m statut statut u statucie statuty statutów
m załącznik załącznik a załączniku załączniki załączników
m protokół protokoł u protokole protokoły protokołów
m raport raport u raporcie raporty raportów
m wykaz wykaz u wykazie wykazy wykazów
m harmonogram harmonogram u harmonogramie harmonogramy harmonogramów
m dyżur dyżur u dyżurze dyżury dyżurów
m system system u systemie systemy systemów
m portal portal u portalu portale portali
f stron stronie stron
f skrzynk skrzynce skrzynek
f not nocie not
fc wiadomość wiadomości
fc działalność działalności
fc ludność ludności
fc należność należności
fc płatność płatności
fc dostępność dostępności
fc własność własności
fc czynność czynności
fc wysokość wysokości
fc odległość odległości
fc tożsamość tożsamości
fi opini opinii
fi lini linii
fi kategori kategorii
fi epidemi epidemii
fi energi energii
fs stacj stacji
fs komisj komisji
fs spółdzielni spółdzielni
fs dzielnic dzielnic
fs tablic tablic
fs pracowni pracowni
fs oczyszczalni oczyszczalni
fs sortowni sortowni
fs kawiarni kawiarni
fs księgarni księgarni
fs kotłowni kotłowni
";

/// Terms of more than one word: a noun, then an adjective that declines with it, or (`~`) words that never change.
const TERMS: &str = "
m dowód dowod u dowodzie dowody dowodów|osobisty
m dowód dowod u dowodzie dowody dowodów|rejestracyjny
f kart karcie kart|parkingowy
f kart karcie kart|~dużej rodziny
m podatek podatk u podatku podatki podatków|~od nieruchomości
m podatek podatk u podatku podatki podatków|rolny
m akt akt u akcie akty aktów|~urodzenia
m akt akt u akcie akty aktów|~zgonu
m odpis odpis u odpisie odpisy odpisów|skrócony
m zasiłek zasiłk u zasiłku zasiłki zasiłków|rodzinny
m zasiłek zasiłk u zasiłku zasiłki zasiłków|pielęgnacyjny
m dodatek dodatk u dodatku dodatki dodatków|mieszkaniowy
m pas pas u pasie pasy pasów|drogowy
m bilet bilet u bilecie bilety biletów|okresowy
f opłat opłacie opłat|skarbowy
f opłat opłacie opłat|targowy
f opłat opłacie opłat|~za odpady
m plan plan u planie plany planów|miejscowy
f szkoł szkole szkół|podstawowy
f działk działce działek|budowlany
m ogród ogrod u ogrodzie ogrody ogrodów|działkowy
m budżet budżet u budżecie budżety budżetów|obywatelski
n zgromadzeni zgromadzeń|publiczny
m lokal lokal u lokalu lokale lokali|komunalny
m lokal lokal u lokalu lokale lokali|użytkowy
m profil profil u profilu profile profili|zaufany
n zezwoleni zezwoleń|~na sprzedaż alkoholu
n pozwoleni pozwoleń|~na budowę
fc działalność działalności|gospodarczy
f tras trasie tras|rowerowy
f stref strefie stref|~płatnego parkowania
m pojazd pojazd u pojeździe pojazdy pojazdów|zabytkowy
m odpad odpad u odpadzie odpady odpadów|wielkogabarytowy
m odpad odpad u odpadzie odpady odpadów|zielony
m znak znak u znaku znaki znaków|drogowy
";

/// Adjectives, the common ones first.
const ADJECTIVES: &str = "
nowy miejski ważny publiczny osobisty własny pierwszy kolejny odpowiedni właściwy elektroniczny pisemny bezpłatny
dodatkowy główny ostatni mały duży lokalny społeczny prawny gospodarczy finansowy techniczny administracyjny budowlany
komunalny mieszkaniowy rodzinny szkolny kulturalny sportowy zdrowotny drogowy rowerowy pieszy tramwajowy autobusowy
parkingowy zielony wodny cieplny gazowy energetyczny elektryczny odpadowy środowiskowy przestrzenny miejscowy
dzielnicowy osiedlowy krakowski wojewódzki powiatowy gminny państwowy europejski krajowy zagraniczny zabytkowy
historyczny współczesny tymczasowy stały czasowy roczny miesięczny tygodniowy dzienny nocny letni zimowy jesienny
wiosenny świąteczny wieczorny poranny szybki wolny otwarty zamknięty pełny pusty wysoki niski szeroki wąski długi krótki
głęboki ciemny jasny ciepły zimny czysty brudny suchy mokry bezpieczny niebezpieczny trudny łatwy prosty złożony
obowiązkowy dobrowolny powszechny indywidualny zbiorowy wspólny oddzielny zewnętrzny wewnętrzny górny dolny boczny
przedni tylni środkowy północny południowy wschodni zachodni centralny podmiejski wiejski przemysłowy handlowy
usługowy biurowy naukowy artystyczny muzealny teatralny filmowy muzyczny literacki sakralny cmentarny pogrzebowy
ślubny sądowy policyjny strażacki wojskowy kolejowy lotniczy rzeczny nadrzeczny leśny polny górski skalny piaszczysty
betonowy drewniany ceglany kamienny metalowy szklany stalowy asfaltowy brukowany żeliwny miedziany kryty zadaszony
ogrodzony oświetlony monitorowany skrócony zupełny wielojęzyczny uproszczony rozszerzony powiększony ulgowy normalny
okresowy jednorazowy wielokrotny przenośny ruchomy nieruchomy pilny zwykły specjalny wyjątkowy typowy rzadki częsty
wcześniejszy późniejszy dotychczasowy przyszły obecny ówczesny prawomocny nieważny wymagany zalecany dopuszczalny
zakazany uprawniony zameldowany zarejestrowany niepełnoletni pełnoletni samotny wielodzietny niepełnosprawny bezdomny
bezrobotny ubezpieczony zadłużony";

/// Verbs that take an object: infinitive, third person singular and plural, passive participle.
const VERBS: &str = "
składać składa składają złożony|przyjmować przyjmuje przyjmują przyjęty|wydawać wydaje wydają wydany
prowadzić prowadzi prowadzą prowadzony|otrzymywać otrzymuje otrzymują otrzymany|potwierdzać potwierdza potwierdzają potwierdzony
sprawdzać sprawdza sprawdzają sprawdzony|zgłaszać zgłasza zgłaszają zgłoszony|opłacać opłaca opłacają opłacony
podpisywać podpisuje podpisują podpisany|wysyłać wysyła wysyłają wysłany|obejmować obejmuje obejmują objęty
określać określa określają określony|zawierać zawiera zawierają zawarty
ustalać ustala ustalają ustalony|rozpatrywać rozpatruje rozpatrują rozpatrzony|zatwierdzać zatwierdza zatwierdzają zatwierdzony
odbierać odbiera odbierają odebrany|zmieniać zmienia zmieniają zmieniony|usuwać usuwa usuwają usunięty
chronić chroni chronią chroniony|wspierać wspiera wspierają wsparty|zapewniać zapewnia zapewniają zapewniony
tworzyć tworzy tworzą stworzony|zamykać zamyka zamykają zamknięty|otwierać otwiera otwierają otwarty
remontować remontuje remontują wyremontowany|finansować finansuje finansują finansowany|nadzorować nadzoruje nadzorują nadzorowany
oceniać ocenia oceniają oceniony|przekazywać przekazuje przekazują przekazany|udostępniać udostępnia udostępniają udostępniony
uzupełniać uzupełnia uzupełniają uzupełniony|wskazywać wskazuje wskazują wskazany|ograniczać ogranicza ograniczają ograniczony
oznaczać oznacza oznaczają oznaczony|zastępować zastępuje zastępują zastąpiony|poprawiać poprawia poprawiają poprawiony
przedłużać przedłuża przedłużają przedłużony|uchylać uchyla uchylają uchylony|ogłaszać ogłasza ogłaszają ogłoszony";

/// Verbs that form others with prefixes: prefixes, then the four forms as above.
const PREFIXED: &str = "
za,prze,wy,do,od,na,pod pisać pisze piszą pisany|za,prze,wy,do,od,na,roz,z,pod budować buduje budują budowany
wy,na,za,do,prze,s,roz kładać kłada kładają kładany|po,prze,wy,na,za kazywać kazuje kazują kazany
wy,w,od,do,za,prze,u,s prowadzać prowadza prowadzają prowadzony|za,wy,prze,na,do,od,roz,ob liczyć liczy liczą liczony
wy,prze,na,od,do,za,u,z,pod,w nosić nosi noszą noszony|wy,prze,na,od,do,za,z,roz wozić wozi wożą wożony
wy,na,od,do,za,u,pod,prze stawiać stawia stawiają stawiany|za,prze,wy,do,z montować montuje montują montowany
wy,prze,na,od,do,za,ob,pod rabiać rabia rabiają rabiany|po,wy,prze,za,od,do malować maluje malują malowany
za,wy,od,do,s,prze kupić kupi kupią kupiony|za,wy,prze,do,na,roz ładować ładuje ładują ładowany
za,od,u,wy,o mawiać mawia mawiają mówiony|o,wy,prze,do czyścić czyści czyszczą czyszczony
wy,prze,na,od,do,za,ob robić robi robią robiony|za,prze,wy drukować drukuje drukują drukowany
za,roz,prze planować planuje planują planowany|za,prze,wy księgować księguje księgują księgowany
za,wy,prze rejestrować rejestruje rejestrują rejestrowany|prze,za głosować głosuje głosują głosowany
za,prze kwalifikować kwalifikuje kwalifikują kwalifikowany|ze,prze skanować skanuje skanują skanowany
po,prze,za numerować numeruje numerują numerowany|z,prze weryfikować weryfikuje weryfikują weryfikowany
za gospodarować gospodaruje gospodarują gospodarowany|s,do,prze finansować finansuje finansują finansowany
z,prze organizować organizuje organizują organizowany|po,prze segregować segreguje segregują segregowany
za,prze,wy meldować melduje meldują meldowany|za,prze adresować adresuje adresują adresowany
s,prze kontrolować kontroluje kontrolują kontrolowany|o,prze szacować szacuje szacują szacowany
za konserwować konserwuje konserwują konserwowany|s koordynować koordynuje koordynują koordynowany
o publikować publikuje publikują publikowany|za opiniować opiniuje opiniują opiniowany
od,prze delegować deleguje delegują delegowany|prze,za instalować instaluje instalują instalowany
wy,za,prze murować muruje murują murowany|od,prze,za sadzić sadzi sadzą sadzony
wy,prze,o świetlać świetla świetlają świetlony|prze,wy,za,od łączyć łączy łączą łączony
prze,roz,na,wy,z mierzyć mierzy mierzą mierzony|wy,za,prze,od mieniać mienia mieniają mieniony";

/// Nouns in -acja: each gives an adjective in -acyjny as well.
const ACTIONS: &str = "organiz moderniz rewitaliz lokaliz eduk segreg dokument inwentaryz identyfik komunik kanaliz instal rejestr
aktualiz koordyn adapt weryfik publik konsult rekrut eksploat windyk aktywiz integr konserw ewaku rehabilit
optymaliz automatyz cyfryz standaryz termomoderniz elektryfik wentyl klimatyz reklam archiwiz certyfik
kwalifik specjaliz dezynfek gazyfik sygnaliz urbaniz utyliz waloryz deklar prywatyz informatyz autoryz legaliz
normaliz stabiliz";

/// First halves of compound adjectives: `dwupiętrowy`, `prawno-finansowy`.
const COUNTS: &str =
    "jedno dwu trzy cztero pięcio sześcio siedmio ośmio dziewięcio dziesięcio dwunasto piętnasto
dwudziesto trzydziesto pięćdziesięcio stu wielo kilku";
const COUNTED: &str =
    "piętrowy osobowy dniowy miesięczny letni etapowy częściowy kilometrowy pokojowy metrowy stopniowy
godzinny tonowy litrowy języczny pasmowy stanowiskowy izbowy klasowy kondygnacyjny";
const HALVES: &str =
    "prawno społeczno techniczno administracyjno kulturalno finansowo gospodarczo organizacyjno
edukacyjno sportowo usługowo handlowo budowlano historyczno artystyczno naukowo wodno sanitarno ekologiczno";

/// A verb in the forms that sentences use.
#[derive(Debug, Clone)]
pub struct Verb {
    pub infinitive: String,
    pub singular: String,
    pub plural: String,
    pub participle: String,
}

/// The listed and the derived vocabulary, parsed once.
#[derive(Debug)]
pub struct Words {
    pub nouns: Vec<Noun>,
    pub terms: Vec<Noun>,
    pub gerunds: Vec<Noun>,
    pub adjectives: Vec<String>,
    pub verbs: Vec<Verb>,
}

impl Words {
    pub fn new() -> Self {
        let mut nouns: Vec<Noun> = lines(NOUNS).map(Noun::parse).collect();
        let terms = lines(TERMS).map(term).collect();
        let mut adjectives: Vec<String> = ADJECTIVES.split_whitespace().map(str::to_owned).collect();

        let mut verbs: Vec<Verb> = rows(VERBS).map(|row| verb("", row)).collect();
        for row in rows(PREFIXED) {
            let (prefixes, forms) = row.split_once(' ').expect("prefixes, then forms");
            verbs.extend(prefixes.split(',').map(|prefix| verb(prefix, forms)));
        }
        let gerunds: Vec<Noun> = verbs.iter().map(gerund).collect();
        nouns.extend(gerunds.iter().cloned());

        for root in ACTIONS.split_whitespace() {
            nouns.push(Noun::parse(&format!("fs {root}acj {root}acji")));
            adjectives.push(format!("{root}acyjny"));
        }
        for counted in COUNTED.split_whitespace() {
            adjectives.extend(COUNTS.split_whitespace().map(|count| format!("{count}{counted}")));
        }
        let relational: Vec<String> = adjectives.iter().skip(20).take(40).cloned().collect();
        for half in HALVES.split_whitespace() {
            adjectives.extend(relational.iter().map(|whole| format!("{half}-{whole}")));
        }
        Self { nouns, terms, gerunds, adjectives, verbs }
    }
}

fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.is_empty())
}

fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    lines(table).flat_map(|line| line.split('|'))
}

fn term(row: &str) -> Noun {
    let (noun, after) = row.split_once('|').expect("a noun, then what follows it");
    match after.strip_prefix('~') {
        Some(tail) => Noun::parse(noun).with_tail(tail),
        None => Noun::parse(noun).with_adjective(after),
    }
}

fn verb(prefix: &str, forms: &str) -> Verb {
    let [infinitive, singular, plural, participle] = forms
        .split_whitespace()
        .map(|form| format!("{prefix}{form}"))
        .collect::<Vec<_>>()
        .try_into()
        .expect("four forms of a verb");
    Verb { infinitive, singular, plural, participle }
}

/// `wynoszony` → `wynoszenie`, `pisany` → `pisanie`, `przyjęty` → `przyjęcie`.
fn gerund(verb: &Verb) -> Noun {
    let participle = &verb.participle;
    let (stem, plural) = if let Some(root) = participle.strip_suffix("ony") {
        (format!("{root}eni"), format!("{root}eń"))
    } else if let Some(root) = participle.strip_suffix("ny") {
        (format!("{root}ni"), format!("{root}ń"))
    } else {
        let root = participle.trim_end_matches("ty");
        (format!("{root}ci"), format!("{root}ć"))
    };
    Noun::parse(&format!("n {stem} {plural}"))
}
