namespace CareExchange.Storage.Search;

/// <summary>Comparison prefixes, R4 search.html#prefix.</summary>
public enum SearchPrefix
{
    /// <summary>Equal, within the precision written.</summary>
    Eq,

    /// <summary>Not equal.</summary>
    Ne,

    /// <summary>Greater.</summary>
    Gt,

    /// <summary>Less.</summary>
    Lt,

    /// <summary>Greater or equal.</summary>
    Ge,

    /// <summary>Less or equal.</summary>
    Le,

    /// <summary>Starts after.</summary>
    Sa,

    /// <summary>Ends before.</summary>
    Eb,

    /// <summary>Approximately: within 10 %, dates within 10 % of their distance from now.</summary>
    Ap,
}
