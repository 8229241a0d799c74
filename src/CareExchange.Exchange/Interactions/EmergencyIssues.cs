using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Interactions;

/// <summary>Why emergency access is not opened.</summary>
internal static class EmergencyIssues
{
    public static Issue NotAllowed() => Issue.Error(
        "forbidden", "emergency-not-allowed", "Emergency access is open only to those whom the operator named for it.", "긴급 열람은 지정된 담당자만 할 수 있습니다.");

    public static Issue ReasonRequired() => Issue.Error(
        "required", "reason-required", "Emergency access needs a reason.", "긴급 열람에는 사유가 필요합니다.") with
    {
        Expression = "Parameters.parameter.where(name = 'reason')",
        Expected = FormattableString.Invariant($"{EmergencyAccessInteraction.LeastReason} to 1000 characters"),
    };

    public static Issue Minutes() => Issue.Error(
        "value", "emergency-minutes", "Emergency access ends within the hour.", "긴급 열람은 한 시간 안에 끝납니다.") with
    {
        Expression = "Parameters.parameter.where(name = 'minutes')",
        Expected = FormattableString.Invariant($"1 to {EmergencyAccessInteraction.MaximumMinutes}"),
    };

    public static Issue NoConsent(string person) => Issue.Error(
        "forbidden", "consent-emergency", "Who sees a person by emergency access only records no consent of theirs.", "긴급 열람만으로는 대상자의 동의를 기록할 수 없습니다.") with { Found = $"Patient/{person}" };

    public static Issue OnePerson() => Issue.Error(
        "forbidden", "emergency-single-person", "Emergency access is for one person; nothing is handed out in bulk while it is open.", "긴급 열람은 한 사람에게만 적용되며, 열람 중에는 대량 내보내기를 할 수 없습니다.");
}
