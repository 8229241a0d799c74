namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>The four fields that one plan joins (rule R31), in the order the page shows them.</summary>
public enum ServiceDomain
{
    /// <summary>의료</summary>
    Medical,

    /// <summary>돌봄</summary>
    Care,

    /// <summary>복지</summary>
    Welfare,

    /// <summary>주거</summary>
    Housing,

    /// <summary>No field stated and none follows from the code.</summary>
    Other,
}
