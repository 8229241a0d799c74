using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.FhirPath;
using CareExchange.Storage.Search;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Search.Table;

/// <summary>Every value that any parameter finds in any official example is asked for, in every way its type allows.</summary>
public sealed class ExampleValueTests
{
    private static readonly string[] Comparisons = ["", "ne", "gt", "lt", "ge", "le", "sa", "eb"];

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_is_asked_by_any_value_of_an_example_is_found_as_the_specification_says(DatabaseKind kind)
    {
        var schema = Schema.R4;
        var examples = Example.Load(schema);
        var brute = new BruteForce(schema, TimeZoneInfo.FindSystemTimeZoneById("Asia/Seoul"), examples);
        await using var store = await ExampleStore.OpenAsync(kind, examples);
        var wrong = new List<string>();
        var asked = 0;
        foreach (var type in examples.Select(example => example.Type).Distinct())
        {
            foreach (var parameter in ExampleStore.Parameters(schema, type))
            {
                var values = examples.Where(example => example.Type == type).SelectMany(example => brute.Find(example, parameter)).ToArray();
                foreach (var query in values.SelectMany(item => Queries(parameter, item)).Append($"{parameter.Code}:missing=true").Append($"{parameter.Code}:missing=false").Where(query => !query.Contains('&', StringComparison.Ordinal)).Distinct())
                {
                    asked++;
                    var expected = string.Join(' ', brute.Matches(type, query).Select(match => match.Id));
                    var found = await store.Resources.SearchAsync(store.Query(type, query + "&_count=1000"), AccessPredicate.Unrestricted, default);
                    var ids = string.Join(' ', found.Matches.Select(match => match.Id).Order(StringComparer.Ordinal));
                    if (ids != expected) wrong.Add($"{type}?{query}: expected [{expected}], found [{ids}]");
                }
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {asked}:\n{string.Join('\n', wrong.Take(60))}");
        Assert.InRange(asked, 10_000, int.MaxValue);
    }

    private static IEnumerable<string> Queries(SearchParameterDefinition parameter, PathItem item) => parameter.Type switch
    {
        "token" => Tokens(item).SelectMany(token => (string[])[$"{parameter.Code}={token}", $"{parameter.Code}:not={token}"]),
        "string" => Strings(parameter.Code, item),
        "uri" => item.Text.Length > 0 ? [$"{parameter.Code}={Escape(item.Text)}", $"{parameter.Code}:below={Escape(item.Text[..(item.Text.Length / 2)])}"] : [],
        "reference" => References(parameter, item),
        "date" => Dates(item).SelectMany(date => Comparisons.Select(prefix => $"{parameter.Code}={prefix}{date}")),
        "number" => Numbers(item.TypeName == "Range" ? [item.Element["low"]["value"].Text, item.Element["high"]["value"].Text] : [item.Text]).SelectMany(number => Compared(parameter.Code, number)),
        _ => Quantities(item).SelectMany(quantity => Compared(parameter.Code, quantity)),
    };

    private static IEnumerable<string> Compared(string code, string value) => Comparisons.Append("ap").Select(prefix => $"{code}={prefix}{value}");

    private static IEnumerable<string> Tokens(PathItem item)
    {
        var element = item.Element;
        switch (item.TypeName)
        {
            case "CodeableConcept":
                return element.Children("coding").ToArray().SelectMany(coding => Tokens(coding));
            case "Coding" or "Identifier":
                var system = element["system"].Text;
                var code = element[item.TypeName == "Coding" ? "code" : "value"].Text;
                if (code is null) return [];
                return system is null ? [Escape(code), $"|{Escape(code)}"] : [Escape(code), $"{Escape(system)}|{Escape(code)}", $"{Escape(system)}|"];
            case "ContactPoint":
                return element["value"].Text is { } value ? [Escape(value)] : [];
            default:
                return item.Text.Length > 0 ? [Escape(item.Text)] : [];
        }
    }

    private static IEnumerable<string> Strings(string code, PathItem item)
    {
        string[] parts = item.TypeName switch
        {
            "HumanName" => ["text", "family", "given", "prefix"],
            "Address" => ["text", "line", "city", "postalCode", "country"],
            _ => [],
        };
        var texts = parts.Length == 0 ? [item.Text] : parts.SelectMany(part => item.Element.Children(part).ToArray()).Select(part => part.Text).OfType<string>();
        foreach (var text in texts.Where(text => text.Trim().Length > 0 && text.Length < 200))
        {
            yield return $"{code}={Escape(text)}";
            yield return $"{code}={Escape(text.Trim()[..((text.Trim().Length + 1) / 2)])}";
            yield return $"{code}:exact={Escape(text)}";
            yield return $"{code}:exact={Escape(text.ToUpperInvariant())}";
            yield return $"{code}:contains={Escape(text.Trim()[(text.Trim().Length / 2)..].ToUpperInvariant())}";
        }
    }

    private static IEnumerable<string> References(SearchParameterDefinition parameter, PathItem item)
    {
        if (item.TypeName == "Reference" && item.Element["identifier"]["value"].Text is { } value) yield return $"{parameter.Code}:identifier={Escape(value)}";
        if (BruteValues.ReferenceOf(item) is not { Length: > 0 } reference || reference[0] == '#') yield break;
        yield return $"{parameter.Code}={Escape(reference)}";
        if (reference.Contains(':', StringComparison.Ordinal) || BruteValues.WithoutVersion(reference).Split('/') is not [var type, var id]) yield break;
        yield return $"{parameter.Code}={id}";
        if (parameter.Target.Contains(type)) yield return $"{parameter.Code}:{type}={id}";
    }

    private static IEnumerable<string> Dates(PathItem item)
    {
        var element = item.Element;
        string?[] texts = item.TypeName switch
        {
            "Period" => [element["start"].Text, element["end"].Text],
            "Timing" => [.. element.Children("event").ToArray().Select(one => one.Text), element["repeat"]["bounds"]["start"].Text],
            _ => [item.Text],
        };
        return texts.OfType<string>().SelectMany(text => (string[])[text, text[..4], .. text.Length > 10 ? (string[])[text[..10]] : []]).Distinct();
    }

    private static IEnumerable<string> Numbers(IEnumerable<string?> texts) => texts.OfType<string>().Where(text => text.Length > 0);

    private static IEnumerable<string> Quantities(PathItem item)
    {
        var element = item.Element;
        foreach (var end in item.TypeName == "Range" ? [element["low"], element["high"]] : new[] { element })
        {
            if (end["value"].Text is not { } value) continue;
            yield return value;
            if (end["code"].Text is { } code && end["system"].Text is { } system) yield return $"{value}|{Escape(system)}|{Escape(code)}";
            if (end["unit"].Text is { } unit) yield return $"{value}||{Escape(unit)}";
        }
    }

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal).Replace("$", "\\$", StringComparison.Ordinal);
}
