using System.Globalization;
using System.Text;

namespace CareExchange.Cli.Town;

/// <summary>Admissions and discharges of a town, as <c>mappings/inwang-hospital</c> gets them: HL7 v2 ADT, every fourth as an older system writes it (2.3, KS X 1001).</summary>
internal static class TownHospital
{
    /// <summary>The messages of one person, by file name.</summary>
    public static IEnumerable<(string File, byte[] Bytes)> Of(TownPerson person)
    {
        var (admitted, discharged) = (person.ReceivedOn.AddDays(-20), person.ReceivedOn.AddDays(5));
        yield return (Name(person, "a01"), Message(person, "ADT^A01", admitted, null));
        yield return (Name(person, "a03"), Message(person, "ADT^A03", admitted, discharged));
    }

    private static string Name(TownPerson person, string trigger) => string.Create(CultureInfo.InvariantCulture, $"{person.Number:0000000}-{trigger}.hl7");

    private static byte[] Message(TownPerson person, string type, DateOnly admitted, DateOnly? discharged)
    {
        var isOld = person.Number % 4 == 0;
        var diagnosis = person.Pattern.Diagnosis!;
        var time = string.Create(CultureInfo.InvariantCulture, $"{discharged ?? admitted:yyyyMMdd}103000");
        var text = new StringBuilder();
        Segment($"MSH|^~\\&|EMR|INWANG|CAREEXCHANGE|SEODAEMUN|{time}+0900||{type}|TOWN{person.Number:0000000}{type[^3..]}|P|{(isOld ? "2.3" : "2.5.1")}|||||KOR|{(isOld ? "KS X 1001" : "UNICODE UTF-8")}");
        Segment($"EVN|{type[^3..]}|{time}");
        Segment($"PID|1||IW-T{person.Number:0000000}^^^INWANG^MR||{person.Name}^^^^^^L||{person.BirthDate:yyyyMMdd}|{(person.IsFemale ? 'F' : 'M')}|||{person.Street}^^서대문구^서울특별시^^KOR^H||{person.Phone}^PRN^CP");
        Segment($"PV1|1|I|W{1 + (person.Number % 7)}||||D07^이의사(가명)||||||||||||T{person.Number:0000000}|||||||||||||||||{(discharged is null ? "" : "01")}||||||||{admitted:yyyyMMdd}100000{(discharged is { } day ? $"|{day:yyyyMMdd}103000" : "")}");
        Segment($"DG1|1||{diagnosis.Code}^{diagnosis.Local}^KCD8||{admitted:yyyyMMdd}|A");
        return (isOld ? TownMessages.Korean : Encoding.UTF8).GetBytes(text.ToString());

        void Segment(FormattableString segment) => text.Append(segment.ToString(CultureInfo.InvariantCulture)).Append('\r');
    }
}
