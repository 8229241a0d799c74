namespace CareExchange.Server.Partners;

/// <summary>What is wrong with a piece of an MLLP stream.</summary>
internal enum MllpFault
{
    /// <summary>Nothing: it is a message.</summary>
    None,

    /// <summary>It stood outside of any block.</summary>
    Outside,

    /// <summary>Its block was not closed before another one began, or in time.</summary>
    Unfinished,

    /// <summary>It is larger than allowed.</summary>
    TooLong,
}
