using System.Globalization;
using System.Xml.Linq;
using CareExchange.Cli.Input;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;
using CareExchange.Fhir.FhirPath.Values;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Cli.Conform;

/// <summary>The official R4 FHIRPath tests: <c>tests-fhir-r4.xml</c> (or another <c>tests*.xml</c>) with its input files beside it.</summary>
internal sealed class FhirPathSuite : IConformanceSuite
{
    private const string FileName = "tests-fhir-r4.xml";

    public string Kind => "fhirpath";

    public string Description => "FHIRPath tests: tests-fhir-r4.xml with its input files; results, their types and their order, or that there is an error.";

    public IEnumerable<ConformanceResult> Run(DirectoryInfo folder)
    {
        var inputs = new Dictionary<string, FhirDocument?>(StringComparer.Ordinal);
        foreach (var test in SuiteXml.Load(Find(folder)).Descendants("test"))
        {
            var name = $"{test.Parent?.Attribute("name")?.Value}/{test.Attribute("name")?.Value}";
            var input = test.Attribute("inputfile")?.Value ?? "";
            if (!inputs.TryGetValue(input, out var document)) inputs[input] = document = Load(folder, input);
            if (input.Length > 0 && document is null) yield return new(name, Verdict.Skipped, $"{input} is not there or cannot be read");
            else if (test.Element("expression") is not { } expression) yield return new(name, Verdict.Skipped, "no expression");
            else yield return ConformanceResult.Of(name, Complaint(test, expression, document?.Root ?? default));
        }
    }

    private static FileInfo Find(DirectoryInfo folder)
    {
        var file = new FileInfo(Path.Combine(folder.FullName, FileName));
        if (file.Exists) return file;
        return folder.EnumerateFiles("tests*.xml").OrderBy(found => found.Name, StringComparer.Ordinal).FirstOrDefault()
            ?? throw new InvalidDataException($"There is no {FileName} in '{folder.FullName}'.");
    }

    private static FhirDocument? Load(DirectoryInfo folder, string input)
    {
        // The suite is published in two layouts: inputs beside the tests, or in a folder of their own.
        string[] places = [Path.Combine(folder.FullName, input), Path.Combine(folder.FullName, "input", input)];
        var path = input.Length > 0 ? Array.Find(places, File.Exists) : null;
        return path is null ? null : ResourceFile.Read(File.ReadAllBytes(path), Schema.R4).Document;
    }

    /// <summary>Null when the case passes, else what is wrong.</summary>
    private static string? Complaint(XElement test, XElement expression, Element input)
    {
        var invalid = expression.Attribute("invalid")?.Value;
        var isLenient = (test.Attribute("mode") ?? expression.Attribute("mode"))?.Value.StartsWith("lenient", StringComparison.Ordinal) == true;
        var (items, issues) = Evaluate(expression.Value, input, isLenient);
        if (issues.Count > 0 || items is null) return invalid is not null ? null : $"{expression.Value.Trim()}: {issues[0].Rule}: {issues[0].English} {issues[0].Found}";
        if (invalid is not null) return $"{expression.Value.Trim()}: an error ({invalid}) is expected, found {Show(items)}";
        var expected = test.Elements("output").Select(value => (Type: value.Attribute("type")?.Value, value.Value)).ToList();
        if (test.Attribute("predicate")?.Value == "true") items = [PathItem.Of(items is not [var only] ? items.Count > 0 : only.Value is not bool truth || truth)];
        if (items.Count != expected.Count) return $"{expression.Value.Trim()}: expected {expected.Count} items, found {Show(items)}";
        var open = items.ToList();
        var isOrdered = test.Attribute("ordered")?.Value != "false";
        foreach (var one in expected)
        {
            var match = !isOrdered ? open.FindIndex(item => Meets(item, one)) : Meets(open[0], one) ? 0 : -1;
            if (match < 0) return $"{expression.Value.Trim()}: expected {one.Type} {one.Value}, found {Show(items)}";
            open.RemoveAt(match);
        }

        return null;
    }

    private static (IReadOnlyList<PathItem>? Items, IReadOnlyList<Issue> Issues) Evaluate(string text, Element input, bool isLenient)
    {
        var compiled = FhirPathExpression.Compile(text);
        if (compiled.Value is not { } expression) return (null, compiled.Issues);
        if (!isLenient && input.Exists && expression.Check(Schema.R4, input.TypeName) is { Count: > 0 } problems) return (null, problems);

        // A fixed moment: what the suite expects of now() and today() holds at any.
        var context = new FhirPathContext
        {
            Now = new DateTimeOffset(2026, 3, 27, 9, 0, 0, TimeSpan.FromHours(9)),
            RefusesCastOfMany = true,
        };
        var outcome = expression.TryEvaluate(new PathItem(input), context);
        return (outcome.Value, outcome.Issues);
    }

    private static bool Meets(PathItem item, (string? Type, string Value) expected)
    {
        var typeName = item.IsElement || item.Value is QuantityValue ? item.TypeName : char.ToLowerInvariant(item.TypeName[0]) + item.TypeName[1..];
        if (expected.Type is { } type && type != typeName && !(type == "decimal" && typeName == "integer")) return false;
        if (item.Value is decimal or int && decimal.TryParse(expected.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return Convert.ToDecimal(item.Value, CultureInfo.InvariantCulture) == number;
        return item.Text == expected.Value || "@" + item.Text == expected.Value || "@T" + item.Text == expected.Value;
    }

    private static string Show(IReadOnlyList<PathItem> items) => items.Count == 0 ? "nothing" : string.Join(", ", items.Take(6).Select(item => $"{item.TypeName} {item.Text}"));
}
