using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Tests;
using CareExchange.Storage.Resources;

namespace CareExchange.Storage.Tests.Resources;

public sealed class VersionTemplateTests
{
    private static readonly DateTimeOffset Moment = new(2026, 3, 4, 5, 6, 7, 89, TimeSpan.Zero);

    [Theory]
    [InlineData("""{"resourceType":"Patient"}""")]
    [InlineData("""{ "resourceType" : "Patient" , "id" : "old" , "active" : true }""")]
    [InlineData("""{"resourceType":"Patient","meta":{},"id":"old"}""")]
    [InlineData("""{"meta":{"lastUpdated":"2020-01-01T00:00:00Z","versionId":"7","tag":[]},"resourceType":"Patient"}""")]
    [InlineData("""{"resourceType":"Patient","meta":{"versionId":"7"}}""")]
    [InlineData("""{"resourceType":"Patient","meta":{ "lastUpdated":"2020-01-01T00:00:00Z" }}""")]
    [InlineData("""{"resourceType":"Patient","id":"x","_id":{"extension":[{"url":"urn:x","valueBoolean":true}]},"meta":{"profile":["urn:y"]}}""")]
    [InlineData("""{"resourceType":"Patient","_id":{"extension":[{"url":"urn:x","valueBoolean":true}]}}""")]
    [InlineData("""{"resourceType":"Patient","id":["a","b"],"meta":{"versionId":null,"_lastUpdated":{"id":"q"}}}""")]
    public void A_version_is_written_as_the_edit_of_the_document_writes_it(string json) => Compare("case", Encoding.UTF8.GetBytes(json));

    [Fact]
    public void Every_official_example_is_written_as_the_edit_of_the_document_writes_it()
    {
        var compared = 0;
        foreach (var (name, json) in SharedData.Package("hl7.fhir.r4.examples-4.0.1-part.tgz")) compared += Compare(name, json);
        Assert.InRange(compared, 300, int.MaxValue);
    }

    [Fact]
    public void The_place_of_the_time_can_be_written_over()
    {
        using var document = FhirDocument.Parse("""{"resourceType":"Patient","meta":{"lastUpdated":"x","versionId":"y"}}"""u8.ToArray(), Schema.R4).Value!;
        var text = VersionTemplate.Of(document, "a").Write(12, DateTimeOffset.UnixEpoch, out var timeAt);
        VersionTemplate.WriteTime(Moment, text.AsSpan(timeAt));
        Assert.Equal("""{"resourceType":"Patient","meta":{"lastUpdated":"2026-03-04T05:06:07.089Z","versionId":"12"},"id":"a"}""", Encoding.UTF8.GetString(text));
    }

    [Fact]
    public void What_was_given_before_stays_as_it_was_when_another_version_is_written()
    {
        using var document = FhirDocument.Parse("""{"resourceType":"Patient"}"""u8.ToArray(), Schema.R4).Value!;
        var template = VersionTemplate.Of(document, "a");
        var first = template.Write(1, DateTimeOffset.UnixEpoch);
        var (second, twelfth) = (template.Write(2, Moment), template.Write(12, Moment));

        Assert.Equal("""{"resourceType":"Patient","id":"a","meta":{"versionId":"1","lastUpdated":"1970-01-01T00:00:00.000Z"}}""", Encoding.UTF8.GetString(first));
        Assert.Equal("""{"resourceType":"Patient","id":"a","meta":{"versionId":"2","lastUpdated":"2026-03-04T05:06:07.089Z"}}""", Encoding.UTF8.GetString(second));
        Assert.Equal("""{"resourceType":"Patient","id":"a","meta":{"versionId":"12","lastUpdated":"2026-03-04T05:06:07.089Z"}}""", Encoding.UTF8.GetString(twelfth));
    }

    private static int Compare(string name, ReadOnlyMemory<byte> json)
    {
        if (FhirDocument.Parse(json, Schema.R4).Value is not { } document) return 0;
        using (document)
        {
            foreach (var version in (long[])[1, 120])
            {
                var expected = Encoding.UTF8.GetString(VersionStamp.Apply(document, "the-id", version, Moment));
                Assert.True(expected == Encoding.UTF8.GetString(VersionTemplate.Of(document, "the-id").Write(version, Moment)), name);
            }
        }

        return 1;
    }
}
