using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Consent;

/// <summary>Emergency access that one requester has to one person for a while.</summary>
/// <param name="TaskId">The review Task that records it.</param>
/// <param name="Person">Patient id; the only person it reaches.</param>
/// <param name="RequesterId">Whose it is.</param>
/// <param name="Until">When it ends by itself.</param>
public sealed record EmergencyGrant(string TaskId, string Person, string RequesterId, DateTimeOffset Until)
{
    /// <summary>The name of who took it; empty where it is not recorded.</summary>
    public string Who { get; init; } = "";

    /// <summary>The Task code by which reviews are found.</summary>
    public const string TaskCode = "review";

    /// <summary>The code system of <see cref="TaskCode"/>.</summary>
    public const string TaskSystem = "urn:careexchange:emergency-access";

    /// <summary>The ground as a rule that serves this requester for this person and nobody else.</summary>
    internal LegalBasisRule Rule { get; } = new()
    {
        Id = "emergency-access", Basis = "emergency", Article = "개인정보 보호법 제18조제2항제3호", Categories = ["*"],
        English = FormattableString.Invariant($"Emergency access until {CivilTime.Here.At(Until):HH:mm}: life or body is at risk. The person and the privacy officer have been told, and it will be reviewed."),
        Korean = FormattableString.Invariant($"긴급 열람({CivilTime.Here.At(Until):HH:mm}까지): 생명·신체가 위급한 상황입니다. 본인과 개인정보 보호책임자에게 알렸으며 사후 검토합니다."),
    };
}
