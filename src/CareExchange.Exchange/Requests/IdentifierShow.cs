namespace CareExchange.Exchange.Requests;

/// <summary>How much of an identifier somebody is shown.</summary>
public enum IdentifierShow
{
    /// <summary>As it stands.</summary>
    Whole,

    /// <summary>So much that somebody who knows it recognises it, and nobody learns it.</summary>
    Masked,

    /// <summary>Nothing.</summary>
    Absent,
}
