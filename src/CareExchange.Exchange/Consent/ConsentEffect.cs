namespace CareExchange.Exchange.Consent;

/// <summary>What a provision says about the data it matches.</summary>
public enum ConsentEffect
{
    /// <summary>Nothing: it only bounds the provisions inside it (R4 gives the root rule no type).</summary>
    None,

    /// <summary>It may be shared.</summary>
    Permit,

    /// <summary>It must not be shared.</summary>
    Deny,
}
