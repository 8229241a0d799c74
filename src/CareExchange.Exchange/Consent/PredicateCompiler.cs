using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Consent;

/// <summary>Turns a decision into the grants of the search SQL.</summary>
/// <remarks>
/// Every decision is a function of category and source, unless a provision asks for content. So the table of all categories × all sources
/// that anybody mentions (and one that nobody does) is judged cell by cell and written down as grants: they agree with the judge because
/// the judge made them. Categories where tags alone cannot tell are left to exact resources.
/// </remarks>
internal static class PredicateCompiler
{
    // Stands for every source that no provision and no rule mentions; no Organization id can be this text.
    private const string AnyOtherSource = "\u0000";

    private static readonly string[] Personal =
        [.. DataCategories.All.Select(category => category.Code).Where(code => code != DataCategories.Admin)];

    /// <summary>What tags alone permit.</summary>
    /// <param name="access">The judge.</param>
    /// <param name="person">The person it judges for.</param>
    /// <param name="ownOrganization">The requester's organisation.</param>
    /// <returns>For each category the sources (null for any; a category that is closed is not listed), and the categories that need content.</returns>
    public static (IReadOnlyDictionary<string, IReadOnlyList<string>?> Open, IReadOnlySet<string> Undecided) Table(
        PersonAccess access, string person, string ownOrganization)
    {
        var sources = Sources(access, ownOrganization);
        var open = new Dictionary<string, IReadOnlyList<string>?>(StringComparer.Ordinal);
        var undecided = new HashSet<string>(StringComparer.Ordinal);
        foreach (var category in Personal)
        {
            var other = access.JudgeTags(new ResourceTags(person, category, AnyOtherSource));
            List<string> permitted = [];
            var unknown = other == Match.Unknown;
            foreach (var source in sources)
            {
                var match = access.JudgeTags(new ResourceTags(person, category, source));
                if (match == Match.Yes) permitted.Add(source);
                unknown |= match == Match.Unknown;
            }

            // "All but one source" is no grant either: those categories name their resources too.
            if (other == Match.Yes && permitted.Count == sources.Count) open[category] = null;
            else if (unknown || other == Match.Yes) undecided.Add(category);
            if (!open.ContainsKey(category) && permitted.Count > 0) open[category] = permitted;
        }

        return (open, undecided);
    }

    /// <summary>The grants of a table for these persons (null for any).</summary>
    public static IEnumerable<AccessGrant> Grants(IReadOnlyDictionary<string, IReadOnlyList<string>?> open, IReadOnlyList<string>? persons)
    {
        if (open.Count == Personal.Length && open.Values.All(sources => sources is null))
        {
            return [new AccessGrant { Persons = persons, Categories = Personal }];
        }

        return open
            .GroupBy(pair => pair.Value is null ? null : string.Join('\n', pair.Value), StringComparer.Ordinal)
            .Select(group => new AccessGrant { Persons = persons, Categories = [.. group.Select(pair => pair.Key)], Sources = group.First().Value });
    }

    /// <summary>A text that is equal for equal tables, so that persons with the same table share their grants.</summary>
    public static string Key(IReadOnlyDictionary<string, IReadOnlyList<string>?> open) =>
        string.Join('\n', open.Select(pair => $"{pair.Key}={(pair.Value is null ? "*" : string.Join(',', pair.Value))}"));

    private static List<string> Sources(PersonAccess access, string ownOrganization)
    {
        const string prefix = "Organization/";
        var sources = new SortedSet<string>(StringComparer.Ordinal) { ownOrganization };
        foreach (var applicable in access.Applicable)
        {
            sources.UnionWith(applicable.Statement.Custodians.Values);
            foreach (var data in applicable.Statement.Data.Values)
            {
                if (data.Meaning == "authoredby" && data.Reference.StartsWith(prefix, StringComparison.Ordinal)) sources.Add(data.Reference[prefix.Length..]);
            }
        }

        return [.. sources];
    }
}
