using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Exporting;

/// <summary>What a decision may look at of who asked, kept with the export; names stay out of it.</summary>
internal sealed record ExportRequester(
    string Id, string Role, string OrganizationId, string Purpose, bool IsSystem, string? OrganizationType, IReadOnlyList<string> Groups, string? PersonId, string? OnlyPersonId,
    IReadOnlyList<RequestLimit>? Scopes = null)
{
    public static ExportRequester Of(Requester requester) => new(
        requester.Id, requester.Role, requester.OrganizationId, requester.Purpose.Code, requester.IsSystem, requester.OrganizationType, requester.Groups, requester.PersonId, requester.OnlyPersonId, requester.Limits?.Scopes);

    public Requester ToRequester() => new(Id, "", Role, OrganizationId, "", PurposeOfUse.Find(Purpose) ?? PurposeOfUse.Treatment, IsSystem)
    {
        OrganizationType = OrganizationType, Groups = Groups, PersonId = PersonId, OnlyPersonId = OnlyPersonId, Limits = Scopes is null ? null : new(Scopes),
    };
}
