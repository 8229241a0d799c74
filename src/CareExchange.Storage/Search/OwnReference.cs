using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>References that a query names in full, below the server's own address: they are stored as <c>Type/id</c> and asked for so (R4 search.html#reference).</summary>
internal static class OwnReference
{
    /// <summary>The criterion with such references, however deep, as relative ones.</summary>
    /// <param name="criterion">The criterion.</param>
    /// <param name="address">The server's own address, without a slash at the end.</param>
    public static SearchCriterion In(SearchCriterion criterion, string address) => criterion with
    {
        Values = criterion is { Type: "reference", Modifier: null } ? [.. criterion.Values.Select(value => Of(value, address))] : criterion.Values,
        Link = criterion.Link is { } link ? link with { Ends = [.. link.Ends.Select(end => end with { Criterion = In(end.Criterion, address) })] } : null,
        Group = criterion.Group is { } group ? group with { Members = [.. group.Members.Select(member => In(member, address))] } : null,
    };

    private static SearchValue Of(SearchValue value, string address) =>
        value.Text.Length > address.Length && value.Text[address.Length] == '/' && value.Text.StartsWith(address, StringComparison.Ordinal)
        && ReferenceIndex.Split(value.Text[(address.Length + 1)..]) is { Type: { } type, Target: var id }
            ? value with { Text = id, System = type }
            : value;
}
