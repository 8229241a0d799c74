namespace CareExchange.Exchange.Persons;

/// <summary>Compares two sets of traits field by field.</summary>
public static class PersonScore
{
    // What a shared value says about being the same person: names and birthdays are shared by strangers, an address by a couple.
    private static readonly (string Field, int Weight)[] Weights = [("name", 35), ("birth-date", 35), ("sex", 5), ("address", 25)];

    /// <summary>How far the traits agree.</summary>
    /// <param name="person">Patient id of the candidate.</param>
    /// <param name="stated">What the message says.</param>
    /// <param name="known">What is known of the candidate.</param>
    /// <param name="agreeingIdentifiers">Fields known to agree by lookup, such as <c>resident-number</c>.</param>
    /// <param name="differingIdentifiers">Fields known to differ by lookup.</param>
    public static MatchCandidate Compare(
        string person, PersonTraits stated, PersonTraits known, IEnumerable<string> agreeingIdentifiers, IEnumerable<string> differingIdentifiers)
    {
        List<string> agreeing = [.. agreeingIdentifiers];
        List<string> differing = [.. differingIdentifiers];
        var score = 0;
        var identified = agreeing.Count > 0;
        foreach (var (field, weight) in Weights)
        {
            switch (Agrees(field, stated, known))
            {
                case true:
                    agreeing.Add(field);
                    score += weight;
                    break;
                case false:
                    differing.Add(field);
                    break;
            }
        }

        return new MatchCandidate(person, identified && differing.Count == 0 ? 100 : score, agreeing, differing);
    }

    // Null: one of the two does not say.
    private static bool? Agrees(string field, PersonTraits stated, PersonTraits known) => field switch
    {
        "name" => Share(stated.Names, known.Names),
        "address" => Share(stated.Addresses, known.Addresses),
        "birth-date" => stated.BirthDate is null || known.BirthDate is null ? null : stated.BirthDate == known.BirthDate,
        _ => stated.Sex is null || known.Sex is null ? null : stated.Sex == known.Sex,
    };

    private static bool? Share(IReadOnlyList<string> left, IReadOnlyList<string> right) =>
        left.Count == 0 || right.Count == 0 ? null : left.Intersect(right, StringComparer.Ordinal).Any();
}
