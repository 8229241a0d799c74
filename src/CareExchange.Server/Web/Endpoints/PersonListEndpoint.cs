using CareExchange.Exchange.Reading;
using CareExchange.Server.Callers;
using CareExchange.Server.Web.Delivery;
using CareExchange.Server.Web.Persons;
using CareExchange.Server.Web.Language;

namespace CareExchange.Server.Web.Endpoints;

/// <summary>GET /persons.</summary>
internal static class PersonListEndpoint
{
    private const int LongestSearch = 100;

    public static void MapPersonList(this IEndpointRouteBuilder pages) => pages.MapGet("/persons", ShowAsync);

    private static async Task<IResult> ShowAsync(
        HttpContext http, PersonListReader reader, string? search, string? order, string? after, string? done, CancellationToken cancellationToken)
    {
        var wanted = search?.Trim() ?? "";
        if (wanted.Length > LongestSearch) wanted = wanted[..LongestSearch];
        var reading = await reader.ReadAsync(
            new(wanted, order == "name" ? PersonListOrder.Name : PersonListOrder.Due, after), http.Requester, http.Trace, cancellationToken);
        return Page.Of<PersonListPage>(http, ("Model", new PersonListPageModel(
            [.. reading.Entries.Select(Row)], wanted, reading.Order == PersonListOrder.Name, order != "name" && reading.Order == PersonListOrder.Name, reading.Next, after is null)
        {
            Notice = done == "withdrawn" ? WithdrawalWords.Done : null,
            MayBreakGlass = http.Requester.MayBreakGlass,
        }));
    }

    /// <summary>A person as a row shows them.</summary>
    internal static PersonRow Row(PersonEntry entry)
    {
        var person = entry.Person;
        return new(
            person.Id,
            person.Name,
            person.Age,
            person.Sex,
            person.BirthDate,
            ShortAddress.Of(person.ActualAddress ?? person.RegisteredAddress),
            person.Household?.Text,
            entry.Group,
            entry.Due is [var first, ..] ? first : null,
            entry.Due.Count(item => item.IsLate));
    }
}
