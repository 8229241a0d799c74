using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.FhirPath;
using CareExchange.Storage.Tests.Database;
namespace CareExchange.Storage.Tests.Search.Table;
public sealed class GenerateTemp
{
    [Fact]
    public void Go()
    {
        var schema = Schema.R4;
        var examples = Example.Load(schema);
        var brute = new BruteForce(schema, TimeZoneInfo.FindSystemTimeZoneById("Asia/Seoul"), examples);
        var lines = new List<string>();
        string Row(string type, string query)
        {
            var m = brute.Matches(type, query); var inc = brute.Included(type, query, m);
            return ($"{type}?{query} → {string.Join(' ', m.Select(x => x.Id))}" + (inc.Count > 0 ? " + " + string.Join(' ', inc) : "")).TrimEnd();
        }
        if (File.Exists("/tmp/queries.txt"))
        {
            foreach (var l in File.ReadLines("/tmp/queries.txt"))
            {
                if (l.Length == 0 || l[0] == '#') { lines.Add(l); continue; }
                var at = l.IndexOf('?'); try { lines.Add(Row(l[..at], l[(at + 1)..])); } catch (Exception e) { lines.Add($"BAD {l} {e.Message}"); }
            }
            File.WriteAllLines("/tmp/rows.txt", lines); return;
        }
        var method = typeof(ExampleValueTests).GetMethod("Queries", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!;
        var random = new Random(7);
        foreach (var type in examples.Select(e => e.Type).Distinct())
        {
            var n = examples.Count(e => e.Type == type);
            foreach (var parameter in ExampleStore.Parameters(schema, type))
            {
                var values = examples.Where(e => e.Type == type).SelectMany(e => brute.Find(e, parameter)).ToArray();
                var queries = values.SelectMany(item => (IEnumerable<string>)method.Invoke(null, [parameter, item])!).Where(q => !q.Contains('&') && q.Length < 140 && !q.Contains('\n')).Distinct().OrderBy(_ => random.Next()).ToArray();
                foreach (var q in queries.Select(q => (q, brute.Matches(type, q))).Where(p => p.Item2.Count > 0 && (n == 1 || p.Item2.Count < n)).Take(3)) lines.Add($"{parameter.Type}\t{Row(type, q.q)}");
            }
        }
        foreach (var source in examples) foreach (var parameter in ExampleStore.Parameters(schema, source.Type).Where(p => p.Type == "reference"))
            foreach (var item in brute.Find(source, parameter)) if (BruteValues.ReferenceOf(item) is {} r && examples.FirstOrDefault(e => e.ToString() == BruteValues.WithoutVersion(r)) is {} target) lines.Add($"link\t{source.Type}\t{source.Id}\t{parameter.Code}\t{target}\t{string.Join(',', parameter.Target)}");
        File.WriteAllLines("/tmp/candidates.txt", lines);
    }
}
