using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Tests;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Tests.Indexing;

public sealed class PlainTextTests
{
    private static readonly IndexCatalog Catalog = IndexCatalog.Of(Schema.R4);
    private static readonly IndexExtractor Extractor = new(Catalog, TimeZoneInfo.Utc);

    [Fact]
    public void Texts_taken_from_the_bytes_make_the_rows_that_unescaped_texts_make_in_every_official_example()
    {
        var compared = 0;
        foreach (var (name, json) in SharedData.Package("hl7.fhir.r4.examples-4.0.1-part.tgz"))
        {
            var plain = Rows(json);
            var escaped = Rows(Escape(json));
            Assert.True(plain.SequenceEqual(escaped), $"{name}: {string.Join("; ", plain.Except(escaped))} | {string.Join("; ", escaped.Except(plain))}");
            compared += plain.Length;
        }

        Assert.InRange(compared, 3000, int.MaxValue);
    }

    [Fact]
    public void Rows_of_long_mixed_and_empty_texts_do_not_depend_on_how_they_are_written()
    {
        var name = string.Concat(Enumerable.Repeat("A가 ", 90));
        var json = Encoding.UTF8.GetBytes($$"""
            {"resourceType":"Patient","name":[{"family":"{{name}}","given":["ＡＢＣ","É a","  ",""]}],"identifier":[{"system":"{{new string('s', 300)}}","value":"{{new string('v', 240)}}"},{"value":""}],
             "generalPractitioner":[{"reference":"Practitioner/1"},{"reference":"Practitioner/1/_history/2"},{"reference":"urn:uuid:1"},{"reference":"a/b"},{"reference":"/x"},{"reference":"X/"}]}
            """);
        Assert.Equal(Rows(Escape(json)), Rows(json));
    }

    private static string[] Rows(ReadOnlyMemory<byte> json)
    {
        if (FhirDocument.Parse(json, Schema.R4).Value is not { } document || Catalog.Find(document.Root.TypeName) is not { } type) return [];
        return [.. Extractor.Extract(document.Root, type).Select(row => $"{row.Table.Name} {string.Join(' ', row.Values)}").Order(StringComparer.Ordinal)];
    }

    // The first letter of each value of a property is written as its code; names of properties and resource types stay, and what is escaped already.
    private static byte[] Escape(ReadOnlySpan<byte> json)
    {
        var escaped = new MemoryStream(json.Length * 2);
        var (inside, isValue) = (false, false);
        for (var at = 0; at < json.Length; at++)
        {
            escaped.WriteByte(json[at]);
            if (inside && json[at] == '\\') escaped.WriteByte(json[++at]);
            else if (inside && json[at] == '"') inside = false;
            else if (json[at] == ':' && !inside) isValue = !json[..at].TrimEnd((byte)' ').EndsWith("\"resourceType\""u8);
            else if (json[at] is (byte)'{' or (byte)',' && !inside) isValue = json[at] == ',' && isValue && IsList(json, at);
            else if (json[at] == '"')
            {
                inside = true;
                if (isValue && json[at + 1] is > 0x20 and < 0x7F and not (byte)'"' and not (byte)'\\') escaped.Write(Encoding.ASCII.GetBytes($"\\u{json[++at]:x4}"));
            }
        }

        return escaped.ToArray();
    }

    // After a comma a string is a value where no colon follows it.
    private static bool IsList(ReadOnlySpan<byte> json, int comma)
    {
        var rest = json[(comma + 1)..].TrimStart(" \r\n\t"u8);
        if (rest.Length == 0 || rest[0] != '"') return false;
        var end = rest[1..].IndexOf((byte)'"');
        return end > 0 && rest[end] != '\\' && !rest[(end + 2)..].TrimStart(" \r\n\t"u8).StartsWith(":"u8);
    }
}
