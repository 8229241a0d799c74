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

            // Whatever is refused says which rule, and where: a line of the message or the name of what is missing.
            Assert.Contains(result.Issues, issue => issue.IsError && issue.Rule.Length > 0 && (issue.Line > 0 || issue.Expression is not null || issue.Expected is not null));
        }
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
