using System.Globalization;
using System.Text;

namespace CareExchange.Cli.Town;

/// <summary>The same persons as the municipality sends them: CP949 CSV, a line for each (<c>mappings/seodaemun/household.source.json</c>).</summary>
internal static class TownMessages
{
    /// <summary>How many persons one message holds.</summary>
    public const int PersonsEach = 200;

    private const string Header = "가구번호,사례번호,순번,구분,성명,생년월일,성별,연락처,실거주주소,실거주동,등록주소,등록동,세대유형,주거형태,경제상태,의뢰경로,접수일,현재서비스,사전조사일,조사자번호,조사자명,치매약복용,의자에서일어나기,실내여섯걸음,몸씻기,상의입기,하의입기,화장실가기,변기사용,사전조사총점,사전조사결과\r\n";

    /// <summary>CP949, as the municipality's system writes it.</summary>
    public static Encoding Korean { get; } = CodePagesEncodingProvider.Instance.GetEncoding(949)!;

    /// <summary>The partners that send of a town, the municipality first.</summary>
    public static IReadOnlyList<string> Partners { get; } = [.. TownPattern.All.Select(pattern => pattern.Sender).OfType<string>().Prepend("seodaemun").Distinct(StringComparer.Ordinal)];

    /// <summary>Everything that the partners of a town send of it, a few hundred persons at a time: memory does not grow with the town.</summary>
    public static IEnumerable<TownMessage> Of(int persons, ulong seed)
    {
        for (var first = 1; first <= persons; first += PersonsEach)
        {
            foreach (var message in Of([.. Enumerable.Range(first, Math.Min(PersonsEach, persons - first + 1)).Select(number => new TownPerson(seed, number))])) yield return message;
        }
    }

    /// <summary>What is sent of some persons, at most <see cref="PersonsEach"/>: the municipality's register, then what the others say of the same persons.</summary>
    public static IEnumerable<TownMessage> Of(IReadOnlyList<TownPerson> persons)
    {
        yield return new("seodaemun", string.Create(CultureInfo.InvariantCulture, $"household-{persons[0].Number:0000000}.csv"), "text/csv", Household(persons));
        foreach (var person in persons)
        {
            IEnumerable<(string File, byte[] Bytes)> files = person.Pattern.Sender switch
            {
                "inwang-hospital" => TownHospital.Of(person),
                "dongshin-hospital" => [TownDocuments.Of(person)],
                _ => [],
            };
            foreach (var (file, bytes) in files) yield return new(person.Pattern.Sender!, file, person.Pattern.Sender == "inwang-hospital" ? "application/hl7-v2" : "application/xml", bytes);
        }

        TownPerson[] recorded = [.. persons.Where(person => person.Pattern.Sender == "myhealthway")];
        if (recorded.Length > 0) yield return new("myhealthway", string.Create(CultureInfo.InvariantCulture, $"record-{persons[0].Number:0000000}.ndjson"), "application/fhir+ndjson", TownRecords.Of(recorded));
    }

    /// <summary>One message.</summary>
    public static byte[] Household(IEnumerable<TownPerson> persons)
    {
        var text = new StringBuilder(Header);
        foreach (var person in persons)
        {
            var pattern = person.Pattern;
            text.Append(CultureInfo.InvariantCulture, $"H{person.CaseNo},{person.CaseNo},1,대상자,{person.Name},{person.BirthDate:yyyy-MM-dd},{(person.IsFemale ? '여' : '남')},{person.Phone},\"{person.Address}\",{person.Dong},\"{person.Address}\",{person.Dong},");
            text.Append(CultureInfo.InvariantCulture, $"{pattern.Household.Local},{pattern.Housing.Local},{pattern.Economy.Local},{pattern.Referral.Local},{person.ReceivedOn:yyyy-MM-dd},{string.Join(';', pattern.Existing.Select(service => service.Local))},");
            text.Append(CultureInfo.InvariantCulture, $"{person.ReceivedOn.AddDays(1):yyyy-MM-dd},TOWN-1,이음(가명),N,{string.Join(',', pattern.Prescreen)},{person.Score},{person.PrescreenResult}\r\n");
        }

        return Korean.GetBytes(text.ToString());
    }
}
