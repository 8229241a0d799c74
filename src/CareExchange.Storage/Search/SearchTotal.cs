namespace CareExchange.Storage.Search;

/// <summary>R4 <c>_total</c>: whether the number of matches is counted.</summary>
public enum SearchTotal
{
    /// <summary>Not counted (default): counting reads every match.</summary>
    None,

    /// <summary>Counted exactly; also what <c>estimate</c> gives.</summary>
    Accurate,
}
