namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>Something a named member of the team has to do (TODO).</summary>
/// <param name="Status">FHIR task-status code.</param>
public sealed record TaskLine(
    string Reference,
    Source Source,
    Phrase Text,
    string Status,
    Phrase? Owner,
    DateOnly? Due,
    bool IsUrgent,
    Phrase? Note) : PlanLine(Reference, Source)
{
    public bool IsOpen => Status is not ("completed" or "cancelled" or "rejected" or "failed" or "entered-in-error");
}
