namespace CareExchange.Exchange.Consent;

/// <summary>What a RelatedPerson may do for the Patient it names, at one moment.</summary>
internal enum Representation
{
    /// <summary>Nothing: ended, not begun, switched off, or about nobody.</summary>
    None,

    /// <summary>What the person's consents say of them.</summary>
    Named,

    /// <summary>What the person may: a guardian, or a parent of a minor.</summary>
    Legal,
}
