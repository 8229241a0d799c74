using System.Text;
using System.Text.Json;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Tests;
using CareExchange.Validation.Instances;

namespace CareExchange.Validation.Tests.Instances;

public class ConformanceProbe
{
    [Fact]
    public void Probe()
    {
        var folder = SharedData.Need("conformance/validator");
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "manifest.json")));
        var validator = new ResourceValidator(Schema.R4);
        var text = new StringBuilder();
        int agree = 0, total = 0;
        foreach (var test in manifest.RootElement.GetProperty("test-cases").EnumerateArray())
        {
            var file = test.GetProperty("file").GetString()!;
            if (!file.EndsWith(".json", StringComparison.Ordinal)) continue;
            var outcomeFile = Path.Combine(folder, "outcomes", test.GetProperty("java").GetString()!);
            if (!File.Exists(outcomeFile)) { text.Append("no outcome " + outcomeFile + "\n"); continue; }
            using var outcome = JsonDocument.Parse(File.ReadAllBytes(outcomeFile));
            var theirs = outcome.RootElement.GetProperty("issue").EnumerateArray().Where(i => i.GetProperty("severity").GetString() is "error" or "fatal").Select(i => (i.TryGetProperty("expression", out var e) ? e[0].GetString() : "") + ": " + i.GetProperty("details").GetProperty("text").GetString()).ToArray();
            var ours = validator.Validate(File.ReadAllBytes(Path.Combine(folder, file))).Where(i => i.IsError).Select(i => $"{i.Expression}: {i.Rule} exp {i.Expected} found {i.Found}").ToArray();
            total++;
            if ((theirs.Length > 0) == (ours.Length > 0)) { agree++; continue; }
            text.Append($"### {file} {test.GetProperty("name").GetString()} theirs {theirs.Length} ours {ours.Length}\n");
            foreach (var t in theirs.Take(4)) text.Append("   T " + t + "\n");
            foreach (var t in ours.Take(6)) text.Append("   O " + t + "\n");
        }

        File.WriteAllText("/tmp/probe.txt", $"{agree}/{total}\n{text}");
    }
}
