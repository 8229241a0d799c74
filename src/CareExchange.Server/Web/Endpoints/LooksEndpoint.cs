using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Reading;
using CareExchange.Server.Callers;
using CareExchange.Server.Web.Delivery;
using CareExchange.Server.Web.Looks;
using CareExchange.Server.Web.Language;

namespace CareExchange.Server.Web.Endpoints;

/// <summary>GET /persons/{id}/access.</summary>
internal static class LooksEndpoint
{
    public static void MapLooks(this IEndpointRouteBuilder pages) => pages.MapGet("/persons/{id}/access", ShowAsync);

    private static async Task<IResult> ShowAsync(string id, HttpContext http, LooksReader reader, AccessQuestions questions, EmergencyEndInteraction emergencies, string? before, string? done, CancellationToken cancellationToken)
    {
        var outcome = await reader.ReadAsync(id, before, http.Requester, http.Trace, cancellationToken);
        if (!outcome.Succeeded || outcome.Value is not { } reading) return ErrorAnswers.NotVisible(http);
        var asked = await questions.OfPersonAsync(id, http.Requester, cancellationToken);
        return Page.Of<LooksPage>(http, ("Model", new LooksPageModel(
                id, reading.PersonName, [.. reading.Looks.Select(look => Row(look) with { IsOwn = http.Requester.PersonId is not null && look.Agent == http.Requester.Id })], reading.Before, before is null)
        {
            Questions = asked.Value ?? [],
            Emergencies = await emergencies.OpenAsync(id, http.Requester, cancellationToken),
            Notice = done switch { "asked" => RecordWords.Asked, "ended" => EmergencyWords.Ended, _ => null },
        }));
    }

    private static LookRow Row(Look look)
    {
        List<Phrase> why = [];
        if (look.Purpose is { } purpose) why.Add(new(purpose.Korean, purpose.English));
        why.AddRange(look.Grounds.Select(ground => new Phrase(
            ground.Article is { } article ? $"{ground.Korean} ({article})" : ground.Korean,
            ground.Article is { } place ? $"{ground.English} ({place})" : ground.English)));
        return new(
            look.When,
            look.Who,
            look.Organization,
            LooksWords.Action(look.Action),
            look.Types.Count == 0 ? null : LooksWords.Items(look.Types),
            why.Count == 0 ? null : new(string.Join(" · ", why.Select(phrase => phrase.Korean)), string.Join(" · ", why.Select(phrase => phrase.English))),
            look.Permitted ? LooksWords.Done(look.Action) : LooksWords.Refused,
            look.Permitted) { Id = look.Id };
    }
}
