using System.Globalization;
using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Validation.Instances;

namespace CareExchange.Validation.Tests.Instances;

public class BundleCostTests
{
    private const string Narrative = """
        ,"text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">text</div>"}}
        """;

    private static readonly ResourceValidator Validator = new(Schema.R4);

    /// <summary>Ten times the entries may cost ten times the memory, not more: whatever is read again for every entry shows here.</summary>
    [Theory]
    [InlineData("collection")]
    [InlineData("transaction")]
    [InlineData("document")]
    public void A_Bundle_of_ten_thousand_entries_costs_ten_times_one_of_a_thousand(string type)
    {
        Assert.DoesNotContain(Validator.Validate(Bundle(type, 50)), issue => issue.IsError);

        var thousand = Allocated(Bundle(type, 1_000));
        var tenThousand = Allocated(Bundle(type, 10_000));

        Assert.InRange((double)tenThousand / thousand, 5, 13);
    }

    private static long Allocated(byte[] bundle)
    {
        Validator.Validate(bundle);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Validator.Validate(bundle);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    // Every tenth entry is a Patient, to whom the others refer; a document begins with a Composition that refers to all.
    private static byte[] Bundle(string type, int count)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $$"""
            {"resourceType":"Bundle","type":"{{type}}","identifier":{"system":"urn:ietf:rfc:3986","value":"urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0"},"timestamp":"2026-01-01T00:00:00Z","entry":[
            """);
        for (var index = 0; index < count; index++)
        {
            var (name, content) = Resource(type, index, count);
            var request = type == "transaction" ? $$""","request":{"method":"PUT","url":"{{name}}"}""" : "";
            if (index > 0) text.Append(',');
            text.Append(CultureInfo.InvariantCulture, $$"""{"fullUrl":"http://hospital.test/fhir/{{name}}","resource":""");
            text.Append('{').Append(content).Append(Narrative).Append(request).Append('}');
        }

        return Encoding.UTF8.GetBytes(text.Append("]}").ToString());
    }

    private static (string Name, string Content) Resource(string type, int index, int count)
    {
        if (index == 0 && type == "document")
        {
            var entries = string.Join(",", Enumerable.Range(1, count - 1).Select(entry => $$"""{"reference":"{{Name(entry)}}"}"""));
            return ("Composition/c0", $$"""
                "resourceType":"Composition","id":"c0","status":"final","type":{"text":"x"},"date":"2026-01-01","author":[{"reference":"Patient/r1"}],"title":"t","section":[{"title":"s","entry":[{{entries}}]}]
                """);
        }

        var id = Name(index).Split('/')[1];
        return (Name(index), IsPatient(index)
            ? $$"""
                "resourceType":"Patient","id":"{{id}}","birthDate":"1950-01-01"
                """
            : $$"""
                "resourceType":"Observation","id":"{{id}}","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/r{{Number(Math.Max(1, index - ((index + 9) % 10)))}}"},
                "effectiveDateTime":"2026-01-01","performer":[{"display":"x"}],"valueString":"x"
                """);
    }

    private static bool IsPatient(int index) => index % 10 == 1;

    private static string Name(int index) => IsPatient(index) ? $"Patient/r{Number(index)}" : $"Observation/r{Number(index)}";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
