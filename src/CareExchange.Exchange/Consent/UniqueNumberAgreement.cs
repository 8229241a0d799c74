namespace CareExchange.Exchange.Consent;

/// <summary>What a Consent says of the numbers by which the state tells persons apart (고유식별정보), which are agreed to separately (PIPA 24).</summary>
public enum UniqueNumberAgreement
{
    /// <summary>It does not say what was agreed to item by item, so what it opens is shown as the role's masks have it.</summary>
    Unsaid,

    /// <summary>It says item by item what was agreed to, and these numbers are not among it.</summary>
    NotAgreed,

    /// <summary>They were agreed to apart from the rest.</summary>
    Agreed,
}
