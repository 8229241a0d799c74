namespace CareExchange.Server.Rest;

/// <summary>R4 search.html#summary.</summary>
internal enum SummaryMode
{
    /// <summary>Everything.</summary>
    False,

    /// <summary>What the definitions mark as summary.</summary>
    True,

    /// <summary>Narrative, id, meta and what is mandatory.</summary>
    Text,

    /// <summary>Everything but the narrative.</summary>
    Data,

    /// <summary>Only how many there are.</summary>
    Count,
}
