namespace CareExchange.Exchange.Consent;

/// <summary>On what a mandate rests.</summary>
public enum MandateKind
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>It is the person.</summary>
    Self,

    /// <summary>A guardian, or a parent of a minor (PIPA 22-2, 38).</summary>
    Legal,

    /// <summary>A relative or carer, as far as the person's consents say.</summary>
    Named,
}
