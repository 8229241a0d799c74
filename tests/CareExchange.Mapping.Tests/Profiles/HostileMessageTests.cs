using CareExchange.Mapping.Tests.Maps;

namespace CareExchange.Mapping.Tests.Profiles;

/// <summary>Messages that are made to hurt: bombs, towers, floods, odd encodings. Each format answers every one with a Bundle or with a located issue, and stays small.</summary>
public sealed class HostileMessageTests
{
    /// <summary>No answer needs more memory than this, whatever a message of a few megabytes asks for.</summary>
    private const long MostAllocated = 6L << 30;

    private static readonly (string Format, string Partner, string Input)[] Formats =
    [
        ("json", "nhis-seodaemun", "01-input.json"), ("csv", "seodaemun", "02-input.csv"), ("xlsx", "seodaemun", "01-input.xlsx"), ("cda", "dongshin-hospital", "01-input.xml"),
        ("hl7v2", "inwang-hospital", "01-input.hl7"), ("fhir", "myhealthway", "01-input.json"), ("ndjson", "myhealthway", "92-input.ndjson"),
    ];

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var (format, partner, input) in Formats)
            {
                foreach (var name in HostileMessages.Names(format, PartnerFolder.Of(partner).Bytes(input))) cases.Add(format, name);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_message_that_is_made_to_hurt_is_answered(string format, string name)
    {
        var (_, partner, input) = Formats.Single(known => known.Format == format);
        var folder = PartnerFolder.Of(partner);
        var message = HostileMessages.Make(format, name, folder.Bytes(input));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = folder.Profile.Transform(message, ContentType(format), input);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(allocated < MostAllocated, $"{allocated:N0} bytes for {message.Length:N0}");
        if (result.Succeeded) return;
        Assert.Contains(result.Issues, issue => issue.IsError);
        Assert.All(result.Issues.Where(issue => issue.IsError), issue => Assert.True(issue is { Rule.Length: > 0, Line: > 0, Column: > 0, Korean.Length: > 0 }, issue.ToString()));
        Assert.True(result.Issues.Count <= 2000, $"{result.Issues.Count} issues");
        Assert.All(result.Issues, issue => Assert.True((issue.Found?.Length ?? 0) <= 2000 && (issue.Expected?.Length ?? 0) <= 20_000, $"{issue.Rule}: {issue.Found?.Length} {issue.Expected?.Length}"));
    }

    private static string ContentType(string format) => format switch
    {
        "json" => "application/json",
        "csv" => "text/csv",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "cda" => "application/xml",
        "hl7v2" => "application/hl7-v2",
        "fhir" => "application/fhir+json",
        _ => "application/fhir+ndjson",
    };
}
