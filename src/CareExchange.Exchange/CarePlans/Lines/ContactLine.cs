namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>Family, guardian or neighbour who may be called.</summary>
/// <param name="Relationship">Null when the sender did not say how they are related.</param>
/// <param name="Place">Where they live, if told: a daughter in another city cannot open the door.</param>
/// <param name="IsGuardian">Acts for the person by law or by appointment.</param>
public sealed record ContactLine(
    string Reference,
    Source Source,
    string Name,
    Phrase? Relationship,
    IReadOnlyList<string> Phones,
    string? Place,
    int? Age,
    bool IsGuardian,
    bool IsEmergency,
    Phrase? Note) : PlanLine(Reference, Source);
