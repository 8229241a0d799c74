using System.Text;
using CareExchange.Fhir.Tests;

namespace CareExchange.Validation.Tests.Instances;

/// <summary>Any bytes give issues or none, never an exception. Seeded, so that a failure can be repeated.</summary>
public class RandomInputTests
{
    private static readonly string[] Fragments =
        ["{", "}", "[", "]", ":", ",", "null", "true", "1e9999", "-0", "\"\"", "\"#\"", "\"\\ud83d\\ude00\"", "{}", "[]", "[null]", "\"resourceType\":\"Bundle\"", "\"contained\":[{}]", "\"_id\":{\"extension\":[{}]}", "\u00A0", "\uFEFF"];

    [Fact]
    public void Random_bytes_are_answered()
    {
        var random = new Random(1);
        for (var round = 0; round < 2_000; round++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            Judge.R4.Validate(bytes);
        }
    }

    [Fact]
    public void Mutilated_examples_are_answered()
    {
        var random = new Random(2);
        var examples = SharedData.Package("hl7.fhir.r4.examples-4.0.1-part.tgz").Where(example => example.Json.Length < 8_000).ToArray();
        Assert.NotEmpty(examples);
        for (var round = 0; round < 3_000; round++)
        {
            var (name, json) = examples[random.Next(examples.Length)];
            var text = new StringBuilder(Encoding.UTF8.GetString(json));
            for (var cut = random.Next(1, 4); cut > 0; cut--) Mutilate(text, random);
            var failure = Record.Exception(() => Judge.R4.Validate(Encoding.UTF8.GetBytes(text.ToString())));
            Assert.True(failure is null, $"{name}, round {round}: {failure}");
        }
    }

    // Values are swapped for values of another kind, so that the text stays JSON often enough to reach the rules.
    private static void Mutilate(StringBuilder text, Random random)
    {
        var at = random.Next(text.Length);
        switch (random.Next(3))
        {
            case 0:
                text.Remove(at, Math.Min(random.Next(1, 30), text.Length - at));
                break;
            case 1:
                text.Insert(at, Fragments[random.Next(Fragments.Length)]);
                break;
            default:
                var start = text.ToString().IndexOf(": ", at, StringComparison.Ordinal);
                var end = start < 0 ? -1 : text.ToString().IndexOfAny([',', '\n'], start);
                if (end > start) text.Remove(start + 2, end - start - 2).Insert(start + 2, Fragments[random.Next(6, 16)]);
                break;
        }
    }
}
