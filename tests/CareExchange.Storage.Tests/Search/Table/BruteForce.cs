using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Storage.Tests.Search.Table;

/// <summary>R4 search.html read aloud: every resource is looked at, every expression is evaluated whole, nothing is indexed.</summary>
/// <remarks>Slow and obvious on purpose, and it shares nothing with the store's parser, index or SQL: where the two disagree, one of them
/// has misread the specification.</remarks>
internal sealed class BruteForce(Schema schema, TimeZoneInfo zone, IReadOnlyList<Example> all)
{
    private readonly Dictionary<(string, string), FhirPathExpression> _expressions = [];
    private readonly Dictionary<(string, string, string), IReadOnlyList<PathItem>> _found = [];
    private readonly ILookup<string, Example> _byType = all.ToLookup(example => example.Type, StringComparer.Ordinal);
    private readonly Dictionary<string, Example> _byName = all.ToDictionary(example => example.ToString(), StringComparer.Ordinal);

    /// <summary>Which resources this search could see at all; everything unless told.</summary>
    public Func<Example, bool> Visible { get; init; } = static _ => true;

    /// <summary>The resources of a type that meet every criterion of the query, in id order.</summary>
    public IReadOnlyList<Example> Matches(string type, string query)
    {
        var pairs = Pairs(query).Where(pair => !IsControl(pair.Name)).ToArray();
        return [.. _byType[type].Where(example => Visible(example) && pairs.All(pair => Holds(example, pair.Name, pair.Value)))];
    }

    /// <summary>What comes along by the query's <c>_include</c> and <c>_revinclude</c>.</summary>
    public IReadOnlyList<Example> Included(string type, string query, IReadOnlyList<Example> matches)
    {
        var known = matches.ToHashSet();
        var from = known.ToList();
        for (var round = 0; from.Count > 0; round++)
        {
            var next = new List<Example>();
            foreach (var (name, value) in Pairs(query).Where(pair => pair.Name.Contains("include", StringComparison.Ordinal)))
            {
                if (round > 0 && !name.Contains(':', StringComparison.Ordinal)) continue;
                var reached = name.StartsWith("_rev", StringComparison.Ordinal)
                    ? all.Where(source => from.Any(target => Follows(source, value, target)))
                    : all.Where(target => from.Any(source => Follows(source, value, target)));
                next.AddRange(reached.Where(example => Visible(example) && known.Add(example)).ToArray());
            }

            from = next;
        }

        return [.. known.Except(matches).OrderBy(example => example.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>The elements a parameter finds in a resource.</summary>
    public IReadOnlyList<PathItem> Find(Example example, SearchParameterDefinition parameter)
    {
        var key = (example.Type, example.Id, parameter.Url);
        if (_found.TryGetValue(key, out var found)) return found;
        if (!_expressions.TryGetValue((example.Type, parameter.Url), out var expression))
        {
            // The whole expression cannot be evaluated on every type: casts of other types' branches would be errors. A branch that
            // begins with another type's name finds nothing by definition.
            var text = string.Join(" | ", parameter.Expression!.Split(" | ").Where(branch => Begins(branch) is var root && (root == example.Type || root is "Resource" or "DomainResource")));
            _expressions[(example.Type, parameter.Url)] = expression = FhirPathExpression.Compile(text.Length == 0 ? parameter.Expression : text).Value!;
        }

        return _found[key] = [.. expression.Evaluate(example.Root, FhirPathContext.Empty)
            .Select(item => item.TypeName == "Extension" ? item.Element["value"] : item)
            .Where(item => BruteValues.Counts(parameter, item))];
    }

    public SearchParameterDefinition Parameter(string type, string code) =>
        schema.FindSearchParameter(type, code) ?? throw new ArgumentException($"{type} has no parameter {code}.", nameof(code));

    public static IReadOnlyList<(string Name, string Value)> Pairs(string query) =>
        [.. query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Select(pair => (pair[0], pair[1]))];

    private static bool IsControl(string name) => name is "_sort" or "_count" or "_total" || name.Contains("include", StringComparison.Ordinal);

    private static string Begins(string branch) => new([.. branch.TrimStart('(', ' ').TakeWhile(char.IsAsciiLetter)]);

    private bool Holds(Example example, string name, string value)
    {
        if (name.StartsWith("_has:", StringComparison.Ordinal))
        {
            var parts = name.Split(':', 4);
            return _byType[parts[1]].Any(source => Visible(source) && (Refers(source, parts[2], example) || Names(source, parts[2], example)) && Holds(source, parts[3], value));
        }

        if (name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && !name[..dot].Contains("_has", StringComparison.Ordinal))
        {
            var head = name[..dot].Split(':');
            var tail = name[(dot + 1)..];
            bool Leads(Example target) => (head.Length == 1 || head[1] == target.Type) && Knows(target.Type, tail);
            return all.Any(target => Leads(target) && Visible(target) && (Refers(example, head[0], target) || Names(example, head[0], target)) && Holds(target, tail, value))
                || (!tail.StartsWith('_') && Contained(example, head[0]).Any(target => Leads(target) && Holds(target, tail, value)));
        }

        var (code, modifier) = name.Split(':') is [var bare, var after] ? (bare, after) : (name, null);
        if (code == "_id") return Alternatives(value).Contains(example.Id);
        var parameter = Parameter(example.Type, code);
        var found = Find(example, parameter);
        return modifier switch
        {
            "missing" => value == "true" == (found.Count == 0),
            "not" => !Alternatives(value).Any(one => found.Any(item => BruteValues.Is(parameter, null, item, one, zone))),
            _ => Alternatives(value).Any(one => found.Any(item => BruteValues.Is(parameter, modifier, item, one, zone))),
        };
    }

    // A chain without a type asks only those targets that have such a parameter.
    private bool Knows(string type, string tail)
    {
        var code = tail.Split('.', ':')[0];
        return code is "_id" or "_has" || schema.FindSearchParameter(type, code) is not null;
    }

    private bool Refers(Example source, string code, Example target) =>
        Find(source, Parameter(source.Type, code)).Any(item => BruteValues.ReferenceOf(item) is { } reference
            && BruteValues.WithoutVersion(reference) == target.ToString() && _byName.ContainsKey(target.ToString()));

    // R4 references.html#canonical: what has the URL, in whatever version.
    private bool Names(Example source, string code, Example target) =>
        target.Root["url"].Text is { } url && Parameter(source.Type, code).Target.Contains(target.Type)
        && Find(source, Parameter(source.Type, code)).Any(item => item.TypeName is "canonical" or "uri" && item.Text?.Split('|')[0] == url);

    // R4 references.html#contained: #id, inside the outermost resource.
    private IEnumerable<Example> Contained(Example source, string code)
    {
        var outermost = _byName[source.Id.Contains('#', StringComparison.Ordinal) ? source.Id.Split('#')[0] : source.ToString()];
        foreach (var item in Find(source, Parameter(source.Type, code)).Where(item => item.TypeName == "Reference"))
        {
            foreach (var inner in outermost.Root.Children("contained").ToArray())
            {
                if (item.Element["reference"].Text == $"#{inner["id"].Text}") yield return new(inner.TypeName, $"{outermost}#{inner["id"].Text}", [], inner);
            }
        }
    }

    // [Source:code[:Target]], Source:*, *
    private bool Follows(Example source, string include, Example target)
    {
        if (include == "*") include = source.Type + ":*";
        var parts = include.Split(':');
        if (parts[0] != source.Type || (parts.Length > 2 && parts[2].Length > 0 && parts[2] != target.Type)) return false;
        var codes = parts[1] != "*"
            ? [parts[1]]
            : schema.SearchParameters.Where(parameter => parameter.Type == "reference" && parameter.Base.Any(name => name == source.Type || name is "Resource" or "DomainResource")).Select(parameter => parameter.Code);
        return codes.Any(code => Refers(source, code, target) || (parts[1] != "*" && Names(source, code, target)));
    }

    // R4 search.html#escaping.
    private static IReadOnlyList<string> Alternatives(string value) =>
        [.. value.Replace("\\,", "\u0001", StringComparison.Ordinal).Split(',').Select(one => one.Replace('\u0001', ','))];
}
