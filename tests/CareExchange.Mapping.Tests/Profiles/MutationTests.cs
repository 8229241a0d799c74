using System.IO.Compression;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Mapping.Tests.Maps;

namespace CareExchange.Mapping.Tests.Profiles;

/// <summary>The committed examples with something broken: ten thousand times for each format a Bundle or issues, never an exception.</summary>
public sealed class MutationTests
{
    private const int Rounds = 10_000;

    [Theory]
    [InlineData("hl7", new[] { 0x7C, 0x5E, 0x7E, 0x0D, 0x5C, 0x26 })]
    [InlineData("xml", new[] { 0x3C, 0x3E, 0x22, 0x26, 0x2F, 0x3D })]
    [InlineData("csv", new[] { 0x2C, 0x22, 0x0A, 0x0D })]
    [InlineData("ndjson", new[] { 0x7B, 0x7D, 0x0A, 0x22, 0x2C, 0x3A })]
    [InlineData("json", new[] { 0x7B, 0x7D, 0x5B, 0x5D, 0x22, 0x2C, 0x3A })]
    public void A_broken_message_is_answered(string extension, int[] delimiters)
    {
        var seeds = PartnerFolder.All.SelectMany(folder => folder.Inputs.Where(input => input.EndsWith('.' + extension)).Select(input => (Folder: folder, Input: input, Bytes: folder.Bytes(input)))).ToList();
        Assert.NotEmpty(seeds);
        var random = new Random(20260105);
        for (var round = 0; round < Rounds; round++)
        {
            var (folder, input, bytes) = seeds[round % seeds.Count];
            var result = folder.Transform(input, Mutate(bytes, delimiters, random));
            if (result.Succeeded)
            {
                Assert.True(round % 50 > 0 || FhirDocument.Parse(result.Value.Bundle, Schema.R4).Succeeded);
                continue;
            }

            Located(result.Issues, input);
        }
    }

    [Fact]
    public void A_broken_workbook_is_answered()
    {
        var seeds = PartnerFolder.All.SelectMany(folder => folder.Inputs.Where(input => input.EndsWith(".xlsx", StringComparison.Ordinal) && !PartnerFolder.IsRefused(input)).Select(input => (Folder: folder, Input: input, Parts: Parts(folder.Bytes(input))))).ToList();
        Assert.NotEmpty(seeds);
        var random = new Random(20260106);
        for (var round = 0; round < Rounds; round++)
        {
            var (folder, input, parts) = seeds[round % seeds.Count];
            var result = folder.Transform(input, Damaged(parts, random));
            if (!result.Succeeded) Located(result.Issues, input);
        }
    }

    [Fact]
    public void A_broken_text_in_a_partners_own_xml_is_answered()
    {
        var profile = new Folder().Add("mapping.json", Folder.Manifest("xml", "application/xml")).Add("main.map", """
            map "urn:test" = "test"
            group main(source src, target bundle : Bundle) {
              src -> bundle.type = 'transaction' "type";
              src.person as person -> bundle.entry as e, e.resource = create('Patient') as patient then {
                person.no 1..1 as no -> patient.identifier = id('urn:no', no) "no";
                person.name as name -> patient.name as n, n.text = name "name";
                person.born as born -> patient.birthDate = cast(born, 'date') "born";
              } "person";
            }
            """).Compile();
        var seed = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><m:list xmlns:m=\"urn:x\"><person no=\"1\"><name>김가온(가명)</name><born>1948-03-02</born></person><person no=\"2\"><name>이 &amp; 나</name><born>19500102</born></person></m:list>"u8.ToArray();
        Assert.True(profile.Transform(seed, "application/xml", null).Succeeded);
        var random = new Random(20260107);
        for (var round = 0; round < Rounds; round++)
        {
            var result = profile.Transform(Mutate(seed, [0x3C, 0x3E, 0x22, 0x26, 0x2F, 0x3D], random), "application/xml", null);
            if (!result.Succeeded) Located(result.Issues, "xml");
        }
    }

    // Whatever is refused says by which rule and where, each error of it, in both languages.
    private static void Located(IReadOnlyList<Fhir.Outcomes.Issue> issues, string input)
    {
        Assert.Contains(issues, issue => issue.IsError);
        Assert.All(issues.Where(issue => issue.IsError), issue => Assert.True(issue is { Rule.Length: > 0, Line: > 0, Column: > 0, Korean.Length: > 0 }, $"{input}: {issue}"));
    }

    private static List<(string Name, byte[] Bytes)> Parts(byte[] workbook)
    {
        using var archive = new ZipArchive(new MemoryStream(workbook));
        List<(string, byte[])> parts = [];
        foreach (var entry in archive.Entries)
        {
            using var stream = entry.Open();
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            parts.Add((entry.FullName, copy.ToArray()));
        }

        return parts;
    }

    // Damage inside a part is what a reader of workbooks must bear; damage of the archive itself is seen at once.
    private static byte[] Damaged(List<(string Name, byte[] Bytes)> parts, Random random)
    {
        using var stream = new MemoryStream();
        var hit = random.Next(parts.Count);
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var i = 0; i < parts.Count; i++)
            {
                using var part = archive.CreateEntry(parts[i].Name, CompressionLevel.NoCompression).Open();
                part.Write(i == hit ? Mutate(parts[i].Bytes, [0x3C, 0x3E, 0x22, 0x26, 0x2F, 0x3D], random) : parts[i].Bytes);
            }
        }

        return random.Next(10) == 0 ? Mutate(stream.ToArray(), [0], random) : stream.ToArray();
    }

    private static byte[] Mutate(byte[] bytes, int[] delimiters, Random random)
    {
        var at = random.Next(bytes.Length);
        switch (random.Next(5))
        {
            case 0:
                // A byte flipped.
                byte[] flipped = [.. bytes];
                flipped[at] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 1:
                // A field dropped: everything between two delimiters.
                var end = at;
                while (end < bytes.Length && !delimiters.Contains(bytes[end])) end++;
                while (at > 0 && !delimiters.Contains(bytes[at - 1])) at--;
                return [.. bytes[..at], .. bytes[end..]];
            case 2:
                // A code that nobody knows: letters and digits of one word exchanged.
                byte[] unknown = [.. bytes];
                for (var i = at; i < unknown.Length && char.IsAsciiLetterOrDigit((char)unknown[i]); i++) unknown[i] = (byte)"QZX79"[random.Next(5)];
                return unknown;
            case 3:
                return bytes[..at];
            default:
                // A delimiter more.
                return [.. bytes[..at], (byte)delimiters[random.Next(delimiters.Length)], .. bytes[at..]];
        }
    }
}
