namespace CareExchange.Exchange.Requests;

/// <summary>A ground for moving personal data, with the article where it is a law's.</summary>
/// <param name="Kind">Which kind of ground.</param>
/// <param name="Article">The article, such as <c>통합돌봄지원법 제23조제3항</c>; null for consent.</param>
public sealed record LegalBasis(LegalBasisKind Kind, string? Article = null)
{
    /// <summary>Consent of the person.</summary>
    public static readonly LegalBasis Consent = new(LegalBasisKind.Consent);

    /// <summary>What an organisation contributed itself.</summary>
    public static readonly LegalBasis OwnRecord = new(LegalBasisKind.OwnRecord);

    /// <summary>The code used in options, audit records and labels.</summary>
    public string Code => Kind switch
    {
        LegalBasisKind.Consent => "consent",
        LegalBasisKind.Statute => "statute",
        LegalBasisKind.ExOfficio => "ex-officio",
        LegalBasisKind.Emergency => "emergency",
        LegalBasisKind.OwnRecord => "own-record",
        _ => "operator",
    };

    /// <summary>English name.</summary>
    public string English => Kind switch
    {
        LegalBasisKind.Consent => "the person's consent",
        LegalBasisKind.Statute => "a legal provision",
        LegalBasisKind.ExOfficio => "ex-officio action",
        LegalBasisKind.Emergency => "an emergency",
        LegalBasisKind.OwnRecord => "own record",
        _ => "operation of the gateway",
    };

    /// <summary>Korean name.</summary>
    public string Korean => Kind switch
    {
        LegalBasisKind.Consent => "본인 동의",
        LegalBasisKind.Statute => "법률 규정",
        LegalBasisKind.ExOfficio => "직권",
        LegalBasisKind.Emergency => "긴급 상황",
        LegalBasisKind.OwnRecord => "자체 기록",
        _ => "시스템 운영",
    };

    /// <summary>The URI that names this ground in AuditEvent and Provenance policies.</summary>
    public string Uri => Article is null
        ? $"urn:careexchange:legal-basis:{Code}"
        : $"urn:careexchange:legal-basis:{Code}:{Encode(Article)}";

    private static string Encode(string article) => System.Uri.EscapeDataString(article);

    /// <summary>The ground a code of the options names; null for an unknown code, or a statute without its article.</summary>
    public static LegalBasis? Parse(string? code, string? article)
    {
        LegalBasisKind? kind = code switch
        {
            "consent" => LegalBasisKind.Consent,
            "statute" => LegalBasisKind.Statute,
            "ex-officio" => LegalBasisKind.ExOfficio,
            "emergency" => LegalBasisKind.Emergency,
            "own-record" => LegalBasisKind.OwnRecord,
            "operator" => LegalBasisKind.Operator,
            _ => null,
        };
        var stated = string.IsNullOrWhiteSpace(article) ? null : article.Trim();
        return kind is null || (kind is LegalBasisKind.Statute && stated is null) ? null : new LegalBasis(kind.Value, stated);
    }
}
