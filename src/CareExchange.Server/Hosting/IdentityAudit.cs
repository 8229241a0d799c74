using System.Diagnostics;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Requests;
using CareExchange.Identity.Events;

namespace CareExchange.Server.Hosting;

/// <summary>Pours what happens in the identity room into the audit trail, before anything is answered.</summary>
internal static class IdentityAudit
{
    public static async ValueTask RecordAsync(AuditTrail audit, IdentityEvent happened, CancellationToken cancellationToken)
    {
        if (ActionOf(happened.Kind) is not { } action) return;
        var requester = new Requester(
            happened.ActorId ?? "unknown",
            happened.ActorDisplay ?? "unknown",
            happened.Role ?? RequesterRole.PartnerSystem,
            happened.OrganizationId ?? "unknown",
            happened.OrganizationDisplay ?? happened.OrganizationId ?? "unknown",
            PurposeOfUse.Operations,
            happened.IsSystem);
        var trace = new RequestTrace(Activity.Current?.TraceId.ToString() ?? happened.SubjectId ?? "none", Activity.Current?.Id, happened.NetworkAddress);
        await audit.RecordAsync(new AuditRecord(action, requester, trace) { Refused = happened.Reason is not null, Explanation = happened.Reason ?? happened.Scope, By = happened.By == happened.ActorId ? null : happened.By }, cancellationToken);
    }

    private static AuditAction? ActionOf(IdentityEventKind kind) => kind switch
    {
        IdentityEventKind.SignInSucceeded or IdentityEventKind.SignInFailed => AuditAction.SignIn,
        IdentityEventKind.SignedOut or IdentityEventKind.SessionsRevoked => AuditAction.SignOut,
        IdentityEventKind.TokenIssued or IdentityEventKind.TokenRefused or IdentityEventKind.BearerRefused or IdentityEventKind.AppAllowed
            or IdentityEventKind.TokenInspected or IdentityEventKind.TokenRevoked => AuditAction.Token,
        IdentityEventKind.StaffChanged or IdentityEventKind.SecondFactorChanged or IdentityEventKind.ClientChanged => AuditAction.Registration,
        _ => null,
    };
}
