using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Server.Web.Persons;

/// <summary>One page of the persons the reader may see.</summary>
/// <param name="Search">What was searched for; empty for everybody.</param>
/// <param name="ByName">True for the order by name, false for the most urgent first.</param>
/// <param name="IsCrowded">True when more persons match than can be ranked, so they stand by name although the urgent were asked for.</param>
/// <param name="Next">Where the next page starts; null on the last one.</param>
/// <param name="IsFirst">True on the first page.</param>
public sealed record PersonListPageModel(IReadOnlyList<PersonRow> Rows, string Search, bool ByName, bool IsCrowded, string? Next, bool IsFirst)
{
    /// <summary>What the reader has just done, or null.</summary>
    public Phrase? Notice { get; init; }

    /// <summary>True where the reader may open a record in an emergency.</summary>
    public bool MayBreakGlass { get; init; }

    /// <summary>Address of a page in this order and search.</summary>
    public string Url(bool byName, string? after)
    {
        List<string> query = [];
        if (Search.Length > 0) query.Add("search=" + Uri.EscapeDataString(Search));
        if (byName) query.Add("order=name");
        if (after is not null) query.Add("after=" + Uri.EscapeDataString(after));
        return query.Count == 0 ? "/persons" : "/persons?" + string.Join('&', query);
    }
}
