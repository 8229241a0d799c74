using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Reading;
using CareExchange.Server.Callers;
using CareExchange.Server.Web.Consents;
using CareExchange.Server.Web.Delivery;
using CareExchange.Server.Web.Language;

namespace CareExchange.Server.Web.Endpoints;

/// <summary>GET and POST /persons/{id}/consents/{consent}/withdraw.</summary>
internal static class WithdrawalEndpoint
{
    private const string Route = "/persons/{id}/consents/{consent}/withdraw";

    public static void MapWithdrawal(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Route, ShowAsync);
        pages.MapPost(Route, WithdrawAsync);
    }

    private static async Task<IResult> ShowAsync(string id, string consent, HttpContext http, ConsentsReader reader, CancellationToken cancellationToken) =>
        await FindAsync(id, consent, http, reader, cancellationToken) is { } found
            ? Form(http, StatusCodes.Status200OK, id, found, "", [])
            : ErrorAnswers.NotVisible(http);

    private static async Task<IResult> WithdrawAsync(
        string id, string consent, HttpContext http, ConsentsReader reader, ConsentWithdrawalInteraction withdrawal, CancellationToken cancellationToken)
    {
        if (await Forms.ReadAsync(http, cancellationToken) is not { } form) return ErrorAnswers.Expired(http);
        if (await FindAsync(id, consent, http, reader, cancellationToken) is not { } found) return ErrorAnswers.NotVisible(http);

        var reason = form["reason"].ToString();
        List<(string, Phrase)> problems = [];
        if (!ConsentWithdrawalInteraction.Reasons.Contains(reason, StringComparer.Ordinal)) problems.Add((WithdrawalPage.FirstReasonId, WithdrawalWords.ReasonMissing));
        if (form["confirm"] != "yes") problems.Add((WithdrawalPage.ConfirmId, WithdrawalWords.ConfirmMissing));
        if (problems.Count > 0) return Form(http, StatusCodes.Status400BadRequest, id, found, reason, problems);

        // Everything is ticked: the whole of it, and not all its parts one by one.
        string[] parts = [.. form["part"].OfType<string>().Where(part => found.Consent.Categories.Contains(part, StringComparer.Ordinal))];
        var outcome = await withdrawal.WithdrawAsync(id, consent, parts.Length < found.Consent.Categories.Count ? parts : [], reason, http.Requester, http.Trace, cancellationToken);
        if (outcome.Succeeded) return new SeeOtherResult($"/persons/{Uri.EscapeDataString(id)}/{(http.Requester.Role is "person" or "caregiver" ? "consents" : "plan")}?done=withdrawn");
        return outcome.Issues.Any(issue => issue.Code == "conflict") ? ErrorAnswers.Conflict(http) : ErrorAnswers.NotVisible(http);
    }

    // Read as the reader sees it: what is not on their page cannot be withdrawn from it.
    private static async Task<(string Name, StandingConsent Consent)?> FindAsync(
        string id, string consent, HttpContext http, ConsentsReader reader, CancellationToken cancellationToken)
    {
        var outcome = await reader.ReadAsync(id, http.Requester, http.Trace, cancellationToken);
        return outcome.Succeeded && outcome.Value is { } standing && standing.Consents.FirstOrDefault(one => one.Id == consent) is { MayWithdraw: true } found ? (standing.PersonName, found) : null;
    }

    private static IResult Form(
        HttpContext http, int status, string id, (string Name, StandingConsent Consent) found, string reason, IReadOnlyList<(string, Phrase)> problems) =>
        Page.Of<WithdrawalPage>(status, http, ("Model", new WithdrawalPageModel(id, found.Name, found.Consent, ConsentWithdrawalInteraction.Reasons, reason, problems)));
}
