using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Intake;
using CareExchange.Exchange.Partners;
using CareExchange.Fhir.Outcomes;
using CareExchange.Identity.Scopes;
using CareExchange.Identity.Settings;
using CareExchange.Server.Callers;

namespace CareExchange.Server.Partners;

/// <summary>The inbox: <c>POST /partners/{partner}/messages</c> in whatever format the partner sends, and what became of each message. HL7 v2 is answered in kind.</summary>
public static class PartnerEndpoints
{
    private const string Json = "application/fhir+json; charset=utf-8";

    /// <summary>Routes the inbox.</summary>
    /// <param name="app">The routes.</param>
    /// <param name="address">What absolute addresses of resources begin with, such as <c>https://host/fhir</c>.</param>
    public static void MapPartners(this IEndpointRouteBuilder app, string address)
    {
        var inbox = app.MapGroup("/partners/{partner}/messages").RequireAuthorization(policy => policy
            .AddAuthenticationSchemes(IdentitySchemes.Bearer).RequireAuthenticatedUser());
        inbox.MapPost("/", ReceiveAsync);
        inbox.MapGet("/{id}", FindAsync);
        inbox.MapPost("/{id}/$replay", ReplayAsync);
        OutboxEndpoints.Map(app, address);
    }

    private static async Task<IResult> ReceiveAsync(
        string partner, HttpContext http, PartnerDirectory partners, MessageIntake intake, TimeProvider clock, CancellationToken cancellationToken)
    {
        var found = await AuthorizeAsync(partner, http, partners, cancellationToken);
        if (found.Value is not { } sender) return Failure(found.Issues, StatusCodes.Status403Forbidden);
        var body = await RequestBody.ReadAsync(http.Request, sender.BodyLimit, cancellationToken);
        if (!body.Succeeded) return Failure(body.Issues, StatusCodes.Status413PayloadTooLarge);
        if (body.Value.IsEmpty)
        {
            return Failure([Issue.Error("required", "message-empty", "The message is empty.", "메시지가 비어 있습니다.")], StatusCodes.Status400BadRequest);
        }

        if (Hl7v2Inbox.Takes(http.Request)) return await Hl7v2Inbox.ReceiveAsync(sender, body.Value, http, intake, clock, cancellationToken);
        var report = await intake.ReceiveAsync(
            sender, http.Sender, body.Value, http.Request.ContentType ?? "application/octet-stream", FileName(http.Request), http.Trace, cancellationToken);
        http.Response.Headers.Location = $"/partners/{sender.Id}/messages/{report.MessageId}";
        return Answer(report);
    }

    private static async Task<IResult> FindAsync(
        string partner, string id, HttpContext http, PartnerDirectory partners, MessageIntake intake, CancellationToken cancellationToken)
    {
        var found = await AuthorizeAsync(partner, http, partners, cancellationToken);
        if (found.Value is not { } sender) return Failure(found.Issues, StatusCodes.Status403Forbidden);
        return await intake.FindAsync(sender, id, cancellationToken) is { } report ? Bytes(MessageReportJson.Write(report), StatusCodes.Status200OK) : Unknown();
    }

    private static async Task<IResult> ReplayAsync(
        string partner, string id, HttpContext http, PartnerDirectory partners, MessageIntake intake, CancellationToken cancellationToken)
    {
        var found = await AuthorizeAsync(partner, http, partners, cancellationToken);
        if (found.Value is not { } sender) return Failure(found.Issues, StatusCodes.Status403Forbidden);
        return await intake.ReplayAsync(sender, http.Sender, id, http.Trace, cancellationToken) is { } report ? Answer(report) : Unknown();
    }

    // A refusal stands in the trail before it is answered: somebody tried to speak as a partner they are not.
    private static async Task<Outcome<Partner>> AuthorizeAsync(string partner, HttpContext http, PartnerDirectory partners, CancellationToken cancellationToken)
    {
        var found = http.Caller is { } caller && caller.Scopes.Allows("messages", SmartInteractions.Create)
            ? partners.Find(partner, http.Requester)
            : Issue.Error("forbidden", "scope-missing", "The token does not allow sending messages.", "토큰에 메시지 전송 권한이 없습니다.");
        if (!found.Succeeded) await http.RecordRefusalAsync(AuditAction.Message, found.Issues[0], cancellationToken);
        return found;
    }

    // A message that is not accepted is kept all the same: its id and issues are in the answer.
    private static IResult Answer(MessageReport report) => Bytes(MessageReportJson.Write(report), report switch
    {
        { IsRejected: true } => StatusCodes.Status422UnprocessableEntity,
        { IsParked: true } => StatusCodes.Status202Accepted,
        { IsDuplicate: true } => StatusCodes.Status200OK,
        _ => StatusCodes.Status201Created,
    });

    // The name may hold Korean: RFC 8187 (filename*) in Content-Disposition. Folders in it are dropped.
    private static string? FileName(HttpRequest request)
    {
        if (request.GetTypedHeaders().ContentDisposition is { } disposition)
        {
            var name = disposition.FileNameStar.HasValue ? disposition.FileNameStar.Value : disposition.FileName.Value;
            if (!string.IsNullOrEmpty(name)) return Path.GetFileName(name.Trim('"'));
        }

        return null;
    }

    private static IResult Unknown() =>
        Failure([Issue.Error("not-found", "message-unknown", "There is no such message.", "해당 메시지를 찾을 수 없습니다.")], StatusCodes.Status404NotFound);

    private static IResult Failure(IReadOnlyList<Issue> issues, int status) => Bytes(OperationOutcome.Write(issues), status);

    internal static IResult Bytes(byte[] json, int status) => new MessageResult(json, status);

    private sealed class MessageResult(byte[] json, int status) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            httpContext.Response.ContentType = Json;
            httpContext.Response.ContentLength = json.Length;
            await httpContext.Response.Body.WriteAsync(json, httpContext.RequestAborted);
        }
    }
}
