using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Identity.Authorize;
using CareExchange.Server.Web.Persons;

namespace CareExchange.Server.Web.Apps;

/// <summary>What an app asks of the person who is signed in.</summary>
/// <param name="Request">The request, found in order.</param>
/// <param name="Parameters">The request's own parameters, to be sent again with the answer.</param>
/// <param name="Person">The person it was opened for; null when it was not, or none is chosen yet.</param>
/// <param name="Choices">Who may be chosen, where a person has to be.</param>
/// <param name="Search">What the choices were narrowed by.</param>
public sealed record AppPageModel(
    AppRequest Request, IReadOnlyList<(string Name, string Value)> Parameters, PersonRow? Person, IReadOnlyList<PersonRow> Choices, string Search)
{
    /// <summary>What is wrong with the answer given; null for nothing.</summary>
    public Phrase? Problem { get; init; }
}
