using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace CareExchange.Storage.Indexing;

/// <summary>Which parameters of a type need no rows, because the rows of others answer them: found from the expressions alone. Pure.</summary>
/// <remarks>
/// What two parameters of one type find on the same elements are the same rows. So a union of other parameters' branches (<c>combo-code</c>), or another name for
/// the same expression, is asked as those others; a reference narrowed by <c>where(resolve() is T)</c> (<c>patient</c>) is asked as the whole reference, of which
/// only the rows that lead to T count; and a composite on the resource itself, where each combination of its parts stands together, is asked as both parts at once.
/// </remarks>
internal static partial class ParameterSources
{
    // Each source is one look more in every question.
    private const int MaximumSources = 3;

    /// <summary>The same parameters, those that need no rows of their own pointing at the ones that have them.</summary>
    public static Dictionary<string, IndexedParameter> Of(string resourceType, IReadOnlyDictionary<string, IndexedParameter> parameters)
    {
        // The schema's own first, since what is stored may go; then the smaller, of which the larger are made.
        var plain = parameters.Values.Where(parameter => parameter.Composites.Count == 0 && parameter.Type != "special")
            .Select(parameter => (Parameter: parameter, Branches: Branches(resourceType, "", parameter)))
            .OrderBy(one => one.Parameter.IsStored).ThenBy(one => one.Branches.Count).ThenBy(one => one.Parameter.Code, StringComparer.Ordinal)
            .ToArray();
        var owners = new List<(IndexedParameter Parameter, IReadOnlySet<string> Branches)>();
        var all = new Dictionary<string, IndexedParameter>(parameters, StringComparer.Ordinal);
        foreach (var (parameter, branches) in plain.Where(one => Target(one.Parameter, one.Branches) is null))
        {
            if (Cover(owners, parameter.Type, branches) is { } sources) all[parameter.Code] = Asked(parameter, sources, null);
            else owners.Add((parameter, branches));
        }

        foreach (var (parameter, branches) in plain)
        {
            if (Target(parameter, branches) is { } target && Cover(owners, "reference", branches.Select(branch => Narrowed().Match(branch).Groups[1].Value).ToHashSet(StringComparer.Ordinal)) is { } sources)
                all[parameter.Code] = Asked(parameter, sources, target);
        }

        foreach (var parameter in parameters.Values.Where(parameter => parameter.Composites.Count > 0)) all[parameter.Code] = Folded(resourceType, parameter, all, plain);
        return all;
    }

    private static IndexedParameter Asked(IndexedParameter parameter, IReadOnlyList<IndexedParameter> sources, string? target) =>
        parameter with { Sources = sources, Narrowed = target, Former = parameter.Fingerprint, Fingerprint = Fingerprint(parameter, sources) };

    private static IndexedParameter Folded(
        string resourceType, IndexedParameter parameter, Dictionary<string, IndexedParameter> all, (IndexedParameter Parameter, IReadOnlySet<string> Branches)[] plain)
    {
        IndexedComposite[] places = [.. parameter.Composites.Select(place => Place(resourceType, place, all, plain))];
        IndexedParameter[] sources = [.. places.SelectMany(place => place.Folded).Distinct(StringComparer.Ordinal).Select(code => all[code])];
        var folded = parameter with { Composites = places };
        return sources.Length == 0 ? folded : folded with { Sources = sources, Former = parameter.Fingerprint, Fingerprint = Fingerprint(parameter, sources) };
    }

    // What a gate named may have its rows under other numbers now.
    private static IndexedComposite Place(string resourceType, IndexedComposite place, Dictionary<string, IndexedParameter> all, (IndexedParameter Parameter, IReadOnlySet<string> Branches)[] plain)
    {
        var gated = place with { Gates = [.. place.Gates.Select(gate => Numbers(all.Values.FirstOrDefault(parameter => parameter.Composites.Count == 0 && parameter.Key == gate[0]), gate))] };
        if (Written(resourceType, place.Expression.Text) != resourceType || place.NeedsResource) return gated;
        var codes = new List<string>();
        foreach (var part in place.Parts)
        {
            var branches = Branches(resourceType, resourceType + ".", part);
            var same = plain.FirstOrDefault(one => one.Parameter.Type == part.Type && one.Branches.SetEquals(branches) && Target(one.Parameter, one.Branches) is null).Parameter;
            if (same is null) return gated;
            codes.Add(same.Code);
        }

        return gated with { Folded = codes };
    }

    private static IReadOnlyList<int> Numbers(IndexedParameter? parameter, IReadOnlyList<int> gate) =>
        parameter is null or { Sources.Count: 0 } ? gate : [.. gate, .. parameter.Sources.Select(source => source.Key)];

    // The largest parts first, so that few make the whole.
    private static IReadOnlyList<IndexedParameter>? Cover(List<(IndexedParameter Parameter, IReadOnlySet<string> Branches)> owners, string type, IReadOnlySet<string> branches)
    {
        if (branches.Count == 0) return null;
        var open = branches.ToHashSet(StringComparer.Ordinal);
        var sources = new List<IndexedParameter>();
        foreach (var (owner, found) in owners.Where(owner => owner.Parameter.Type == type && owner.Branches.Count > 0 && owner.Branches.IsSubsetOf(branches)).OrderByDescending(owner => owner.Branches.Count))
        {
            if (!found.Overlaps(open)) continue;
            open.ExceptWith(found);
            sources.Add(owner);
        }

        return open.Count == 0 && sources.Count <= MaximumSources ? sources : null;
    }

    // The one type that every branch is narrowed to; null where a branch is not, or to another.
    private static string? Target(IndexedParameter parameter, IReadOnlySet<string> branches)
    {
        if (parameter.Type != "reference") return null;
        string?[] targets = [.. branches.Select(branch => Narrowed().Match(branch) is { Success: true } match ? match.Groups[2].Value : null).Distinct(StringComparer.Ordinal)];
        return targets is [{ } only and not ("Resource" or "DomainResource")] ? only : null;
    }

    // Branches as they would all be written; those left out find values of which no row is made.
    private static IReadOnlySet<string> Branches(string resourceType, string prefix, IndexedParameter parameter) => SearchExpression.Branches(parameter.Expression.Text)
        .Select(branch => Written(resourceType, prefix + branch))
        .Where(branch => parameter.Type != "quantity" || !branch.EndsWith(".as(SampledData)", StringComparison.Ordinal))
        .ToHashSet(StringComparer.Ordinal);

    private static string Written(string resourceType, string branch)
    {
        var text = Cast().Replace(branch.Trim(), "$1.as($2)").Replace(".ofType(", ".as(", StringComparison.Ordinal);
        foreach (var ancestor in (string[])["Resource.", "DomainResource."])
        {
            if (text.StartsWith(ancestor, StringComparison.Ordinal)) text = $"{resourceType}.{text[ancestor.Length..]}";
        }

        return text;
    }

    private static string Fingerprint(IndexedParameter parameter, IReadOnlyList<IndexedParameter> sources) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{parameter.Fingerprint} as {string.Join(' ', sources.Select(IndexedType.Sign))}")).AsSpan(0, 6));

    [GeneratedRegex(@"^\(([\w.]+) as (\w+)\)")]
    private static partial Regex Cast();

    [GeneratedRegex(@"^(.+)\.where\(resolve\(\) is (\w+)\)$")]
    private static partial Regex Narrowed();
}
