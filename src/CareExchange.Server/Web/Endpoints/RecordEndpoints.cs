using System.Globalization;
using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Exchange.Reading;
using CareExchange.Exchange.Requests;
using CareExchange.Server.Callers;
using CareExchange.Server.Web.Delivery;
using CareExchange.Server.Web.Records;

namespace CareExchange.Server.Web.Endpoints;

/// <summary>GET /records, /records/ledger and /records/review, and the person's own /persons/{id}/given: what the trail says, for those who answer for it and for whom it is about.</summary>
internal static class RecordEndpoints
{
    public static void MapRecords(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/records", SearchAsync);
        pages.MapGet("/records/ledger", LedgerAsync);
        pages.MapGet("/persons/{id}/given", GivenAsync);
        pages.MapGet("/records/review", ReviewAsync);
        pages.MapPost("/records/review", SignAsync);
    }

    private static async Task<IResult> SearchAsync(
        HttpContext http, AuditSearchReader reader, string? person, string? agent, string? from, string? until, string? before, CancellationToken cancellationToken)
    {
        var query = new AuditSearchQuery { Person = RecordQuery.Given(person), Agent = RecordQuery.Given(agent), From = RecordQuery.Day(from), Until = RecordQuery.Day(until), Before = before };
        var found = await reader.ReadAsync(query, http.Requester, http.Trace, cancellationToken);
        if (found.Value is not { } page || !found.Succeeded) return ErrorAnswers.NotVisible(http);
        var next = page.Before is null ? null : RecordQuery.Url("/records", ("person", person), ("agent", agent), ("from", from), ("until", until), ("before", page.Before));
        return Page.Of<RecordSearchPage>(http, ("Model", new RecordSearchModel(page.Facts, person ?? "", agent ?? "", from ?? "", until ?? "", next)));
    }

    private static Task<IResult> LedgerAsync(
        HttpContext http, ProvisionLedgerReader reader, TimeProvider clock, string? person, string? recipient, string? from, string? until, string? format, CancellationToken cancellationToken) =>
        LinesAsync(http, reader, clock, "/records/ledger", person, recipient, from, until, format, cancellationToken);

    private static Task<IResult> GivenAsync(
        string id, HttpContext http, ProvisionLedgerReader reader, TimeProvider clock, string? from, string? until, string? format, CancellationToken cancellationToken) =>
        LinesAsync(http, reader, clock, $"/persons/{Uri.EscapeDataString(id)}/given", id, null, from, until, format, cancellationToken);

    private static async Task<IResult> LinesAsync(
        HttpContext http, ProvisionLedgerReader reader, TimeProvider clock, string path, string? person, string? recipient, string? from, string? until, string? format, CancellationToken cancellationToken)
    {
        var today = CivilTime.Here.DayOf(clock.GetUtcNow());
        var isOfficer = http.Requester.PersonId is null;
        var (first, last) = (RecordQuery.Day(from) ?? (isOfficer ? new DateOnly(today.Year, today.Month, 1) : today.AddDays(1 - LedgerQuery.LongestDays)), RecordQuery.Day(until) ?? today);
        var query = new LedgerQuery(first, last) { Person = RecordQuery.Given(person), Recipient = RecordQuery.Given(recipient) };
        var found = await reader.ReadAsync(query, http.Requester, http.Trace, cancellationToken);
        if (found.Value is not { } rows || !found.Succeeded) return ErrorAnswers.NotVisible(http);
        var language = LanguageSwitch.Of(http);
        if (RecordFiles.Of(format, FormattableString.Invariant($"ledger-{first:yyyyMMdd}-{last:yyyyMMdd}"), LedgerTable.Head(language), LedgerTable.Rows(rows, language)) is { } file) return file;
        var (begin, end) = (RecordQuery.Text(first), RecordQuery.Text(last));
        var url = RecordQuery.Url(path, ("person", isOfficer ? person : null), ("recipient", recipient), ("from", begin), ("until", end), ("format", ""));
        return Page.Of<LedgerPage>(http, ("Model", new LedgerModel(rows, person ?? "", recipient ?? "", begin, end, url, isOfficer)));
    }

    private static async Task<IResult> ReviewAsync(HttpContext http, AccessReviewReader reader, TimeProvider clock, string? month, string? format, CancellationToken cancellationToken)
    {
        var read = await reader.ReadAsync(MonthOf(month, clock), http.Requester, http.Trace, cancellationToken);
        if (read.Value is not { } review || !read.Succeeded) return ErrorAnswers.NotVisible(http);
        return RecordFiles.Of(format, FormattableString.Invariant($"review-{review.Month:yyyyMM}"), ReviewTable.Head, ReviewTable.Rows(review)) ?? Page.Of<ReviewPage>(http, ("Review", review));
    }

    private static async Task<IResult> SignAsync(HttpContext http, AccessReviewReader reader, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await Forms.ReadAsync(http, cancellationToken) is not { } form) return ErrorAnswers.Expired(http);
        var month = MonthOf(form["month"], clock);
        var signed = await reader.SignAsync(month, form["note"].ToString().Trim(), http.Requester, http.Trace, cancellationToken);
        if (signed.Succeeded) return new SeeOtherResult(FormattableString.Invariant($"/records/review?month={month:yyyy-MM}"));
        if (signed.Issues[0].Code == "forbidden") return ErrorAnswers.NotVisible(http);
        var review = await reader.ReadAsync(month, http.Requester, http.Trace, cancellationToken);
        return Page.Of<ReviewPage>(StatusCodes.Status409Conflict, http, ("Review", review.Value), ("Problem", new Phrase(signed.Issues[0].Korean, signed.Issues[0].English)));
    }

    // The month before, where none is named: that is the one to be signed.
    private static DateOnly MonthOf(string? month, TimeProvider clock) =>
        DateOnly.TryParseExact(month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : CivilTime.Here.DayOf(clock.GetUtcNow()).AddMonths(-1);
}
