using System.Text;
using CareExchange.Mapping.Tests.Maps;

namespace CareExchange.Mapping.Tests.Profiles;

/// <summary>Ten thousand damaged resources: each is written, or refused with a rule and a place; never an exception.</summary>
public sealed class OutputMutationTests
{
    private const int Rounds = 10_000;

    [Fact]
    public void Damaged_resources_are_written_or_refused_at_their_place()
    {
        var random = new Random(20261126);
        var seeds = PartnerFolder.All.SelectMany(folder => folder.Profile.Outputs.SelectMany(output =>
            Directory.GetFiles(Path.Combine(folder.ExamplesPath, "out", output.Name), "*-input.json").Order(StringComparer.Ordinal).Select(file => (folder.Profile, output.Name, Bytes: File.ReadAllBytes(file))))).ToArray();
        var written = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var (profile, name, seed) = seeds[round % seeds.Length];
            var damaged = Damaged(seed, random);
            var made = profile.Write(name, damaged);
            if (made.Succeeded)
            {
                written++;
                continue;
            }

            Assert.NotEmpty(made.Issues);
            Assert.All(made.Issues.Where(issue => issue.IsError), issue => Assert.True((issue.Line > 0 || issue.Expression is not null) && issue.Korean.Length > 0 && issue.Rule.Length > 0, $"{name} {issue.Rule} {issue.Expression}: {Encoding.UTF8.GetString(damaged)}"));
        }

        // Damage to a text is no damage to the message.
        Assert.True(written > Rounds / 10, $"{written}");
    }

    /// <summary>A byte changed, a value replaced by what formats have trouble with, a property dropped, a piece doubled, the end cut off.</summary>
    private static byte[] Damaged(byte[] bundle, Random random)
    {
        var at = random.Next(bundle.Length);
        var quote = Array.IndexOf(bundle, (byte)'"', at);
        var next = quote < 0 ? -1 : Array.IndexOf(bundle, (byte)'"', quote + 1);
        switch (random.Next(8))
        {
            case 0:
                var flipped = bundle.ToArray();
                flipped[at] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 1:
                var end = Array.IndexOf(bundle, (byte)',', at);
                return end < 0 ? bundle[..at] : [.. bundle[..at], .. bundle[(end + 1)..]];
            case 2:
                var line = Array.IndexOf(bundle, (byte)'\n', at);
                var after = line < 0 ? -1 : Array.IndexOf(bundle, (byte)'\n', line + 1);
                return after < 0 ? bundle : [.. bundle[..line], .. bundle[after..]];
            case 3:
                return bundle[..at];
            case 4:
                var length = Math.Min(random.Next(1, 60), bundle.Length - at);
                return [.. bundle[..(at + length)], .. bundle[at..]];
            default:
                string[] texts = ["|^~\\\\&\\r\\n", "\\u0000\\u0007", "\\ud800", "😀똠", "=1+1", "<div><p>", "]]>", "", "9999-99-99", "Patient/1", "\\\"\\\"", new('가', 300)];
                return next > 0 ? [.. bundle[..(quote + 1)], .. Encoding.UTF8.GetBytes(texts[random.Next(texts.Length)]), .. bundle[next..]] : bundle[..at];
        }
    }
}
