namespace CareExchange.Exchange.Consent;

/// <summary>Who may act for somebody else, as configured. Defaults follow PIPA art. 22-2 and 38.</summary>
public sealed record RepresentationRules
{
    /// <summary>Below this age a legal representative consents, and reads as the person would (PIPA 22-2: 14). 0 to 19.</summary>
    public int MinorAge { get; init; } = 14;

    /// <summary>Relationships (v3-RoleCode) of those who act for an adult by law or by power of attorney.</summary>
    public IReadOnlyList<string> Guardians { get; init; } = ["GUARD", "POWATT", "HPOWATT", "DPOWATT", "SPOWATT"];

    /// <summary>True where an organisation's own record that somebody consented to it opens nothing to it without evidence: what was signed
    /// (<c>Consent.source[x]</c>) or a verification. False where its word is taken; the person is told of it in either case.</summary>
    public bool OwnRecordsNeedEvidence { get; init; }

    /// <summary>Relationships (v3-RoleCode) of those who act for a minor, and no longer than that.</summary>
    public IReadOnlyList<string> Parents { get; init; } = ["PRN", "NPRN", "MTH", "NMTH", "ADOPTM", "FTH", "NFTH", "ADOPTF", "ADOPTP"];
}
