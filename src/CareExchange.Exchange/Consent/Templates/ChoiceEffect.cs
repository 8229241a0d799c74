namespace CareExchange.Exchange.Consent.Templates;

/// <summary>What a choice of a template comes to.</summary>
public enum ChoiceEffect
{
    /// <summary>Something may be shared: a Consent of its own, so that it is agreed to and taken back apart from every other (PIPA 22).</summary>
    Permit,

    /// <summary>Something must not be shared, whatever was permitted before: a Consent of its own.</summary>
    Refuse,

    /// <summary>Something is kept back from everything that is permitted together with it: an exception inside each of those Consents.</summary>
    Except,
}
