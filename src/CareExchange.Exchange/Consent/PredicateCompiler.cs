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
    public static OpenTable Table(PersonAccess access, string person, string ownOrganization)
    {
        var sources = Sources(access, ownOrganization);
        var open = new List<OpenCell>();
        var undecided = new List<string>();
        foreach (var category in Personal)
        {
            var other = access.DecideTags(new ResourceTags(person, category, AnyOtherSource));
            var own = sources.ConvertAll(source => access.DecideTags(new ResourceTags(person, category, source)));

            // "All but one source" is no cell: there each resource is looked at.
            var isForAll = other.Permitted == Match.Yes && own.TrueForAll(verdict => verdict.Permitted == Match.Yes);
            if (isForAll) open.Add(new(category, null, other.Elements));
            open.AddRange(sources.Zip(own)
                .Where(one => one.Second.Permitted == Match.Yes && !(isForAll && IsSame(one.Second.Elements, other.Elements)))
                .GroupBy(one => one.Second.Elements is null ? null : string.Join('\n', one.Second.Elements), StringComparer.Ordinal)
                .Select(group => new OpenCell(category, [.. group.Select(one => one.First)], group.First().Second.Elements)));
            if (own.Exists(verdict => verdict.MayBeMore) || other.MayBeMore || (other.Permitted == Match.Yes && !isForAll)) undecided.Add(category);
        }

        return new(open, undecided);
    }

    /// <summary>The grants of a table for these persons (null for any).</summary>
    public static IEnumerable<AccessGrant> Grants(OpenTable table, IReadOnlyList<string>? persons) => table.Open
        .GroupBy(cell => cell.Extent, StringComparer.Ordinal)
        .Select(group => new AccessGrant { Persons = persons, Categories = [.. group.Select(cell => cell.Category)], Sources = group.First().Sources, Elements = group.First().Elements });

    /// <summary>The categories that a rule means: <c>*</c> for all that are about a person.</summary>
    public static IReadOnlyList<string> Named(IReadOnlyList<string> categories) => categories.Contains("*", StringComparer.Ordinal) ? Personal : categories;

    private static bool IsSame(IReadOnlyList<string>? one, IReadOnlyList<string>? other) =>
        ReferenceEquals(one, other) || (one is not null && other is not null && one.SequenceEqual(other, StringComparer.Ordinal));

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
