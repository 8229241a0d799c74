using System.Text;
using CareExchange.Exchange.Consent;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.Tests.Consent;

/// <summary>The consents that the partners' maps make are understood whole, and open what the persons agreed to, no more.</summary>
public sealed class PartnerConsentsTests
{
    private const string Pipa = "urn:careexchange:extension:pipa-statements";

    public static TheoryData<string> Bundles =>
        [.. PartnerExamples.Bundles.Where(file => PartnerExamples.Read(file) is var text && text.Contains("\"Consent\"", StringComparison.Ordinal) && text.Contains(Pipa, StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Bundles))]
    public void The_decider_understands_every_consent_without_an_issue(string file)
    {
        foreach (var (consent, policy) in Consents(file))
        {
            Assert.Empty(policy.Issues);
            Assert.False(policy.NeedsContent);
            var statement = Assert.Single(policy.Statements);
            Assert.Equal(consent["status"].Text == "active" ? ConsentEffect.Permit : ConsentEffect.Deny, statement.Effect);
            Assert.NotEmpty(statement.Actors.Values);
            Assert.NotEmpty(statement.Classes.Values);
            Assert.NotEmpty(statement.Purposes);
            Assert.NotEmpty(statement.Periods);
        }
    }

    [Theory]
    [MemberData(nameof(Bundles))]
    public void Every_consent_carries_the_five_statements_of_the_law(string file)
    {
        // PIPA 17(2): recipient, purpose, items and period stand in the provision; purpose, period and the right to refuse also in words.
        foreach (var (consent, _) in Consents(file))
        {
            List<string?> said = [];
            foreach (var extension in consent.Children("extension"))
            {
                Assert.Equal(Pipa, extension["url"].Text);
                foreach (var statement in extension.Children("extension")) said.Add(statement["url"].Text);
            }

            foreach (var statement in (string[])["recipient-purpose", "retention", "right-to-refuse", "method", "signer"]) Assert.Contains(statement, said);
        }
    }

    [Fact]
    public void A_withdrawal_document_that_names_its_hospital_in_words_only_is_told_and_opens_nothing()
    {
        var (_, policy) = Assert.Single(Consents("mappings/dongshin-hospital/examples/03-expected.json"));

        Assert.Equal("consent-organization", Assert.Single(policy.Issues).Rule);
        Assert.DoesNotContain(policy.Statements, statement => statement.Effect == ConsentEffect.Permit);
    }

    [Fact]
    public void The_consents_of_the_main_person_open_each_partner_what_it_needs_and_nothing_else()
    {
        string[] files = ["hongje-homecare", "nhis-seodaemun", "seodaemun", "seodaemun-dementia"];
        var open =
            from name in files
            from consent in Consents($"mappings/{name}/examples/01-expected.json")
            from recipient in consent.Policy.Statements.Single().Actors.Values
            from category in consent.Policy.Statements.Single().Classes.Values
            let edge = $"{name} → {recipient.Reference!["Organization/".Length..]}"
            group category.Code by edge into edges
            orderby edges.Key
            select $"{edges.Key}: {string.Join(' ', edges.Order(StringComparer.Ordinal))}";

        Assert.Equal(
            """
            hongje-homecare → seodaemun: clinical function identity referral
            nhis-seodaemun → seodaemun: benefit function identity referral
            seodaemun → dolbom-sos: identity service
            seodaemun → hongje-homecare: cognition function identity service
            seodaemun → housing-center: identity service
            seodaemun → nhis-seodaemun: benefit identity referral service
            seodaemun → seodaemun-dementia: cognition identity service
            seodaemun → seodaemun-health: identity service
            seodaemun → welfare-center: identity service
            seodaemun-dementia → hongje-homecare: cognition identity service
            seodaemun-dementia → seodaemun: cognition identity service
            """.ReplaceLineEndings("\n"),
            string.Join('\n', open.Order(StringComparer.Ordinal)));
    }

    // Intake gives each Patient its id before a Consent is read, so the test does the same.
    private static List<(Element Consent, ConsentPolicy Policy)> Consents(string file)
    {
        var text = PartnerExamples.Read(file);
        var bundle = FhirDocument.Parse(Encoding.UTF8.GetBytes(text), Schema.R4).Value!;
        foreach (var entry in bundle.Root.Children("entry"))
        {
            if (entry["resource"].TypeName == "Patient") text = text.Replace(entry["fullUrl"].Text!, "Patient/p", StringComparison.Ordinal);
        }

        var known = FhirDocument.Parse(Encoding.UTF8.GetBytes(text), Schema.R4).Value!;
        List<(Element, ConsentPolicy)> found = [];
        foreach (var entry in known.Root.Children("entry"))
        {
            if (entry["resource"].TypeName == "Consent") found.Add((entry["resource"], ConsentReader.Read(entry["resource"], $"c{found.Count}", 1)));
        }

        return found;
    }
}
