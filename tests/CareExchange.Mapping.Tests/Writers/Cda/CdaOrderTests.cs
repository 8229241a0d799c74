using CareExchange.Mapping.Writers.Cda;

namespace CareExchange.Mapping.Tests.Writers.Cda;

/// <summary>The sequences of POCD_MT000040, each written down once more from the schema: the table that the writer sorts by must not contradict them.</summary>
public sealed class CdaOrderTests
{
    [Theory]
    [InlineData("ClinicalDocument", "realmCode typeId templateId id code title effectiveTime confidentialityCode languageCode setId versionNumber copyTime recordTarget author dataEnterer informant custodian informationRecipient legalAuthenticator authenticator participant inFulfillmentOf documentationOf relatedDocument authorization componentOf component")]
    [InlineData("patientRole", "id addr telecom patient providerOrganization")]
    [InlineData("patient", "id name administrativeGenderCode birthTime maritalStatusCode religiousAffiliationCode raceCode ethnicGroupCode guardian birthplace languageCommunication")]
    [InlineData("assignedAuthor", "id code addr telecom assignedPerson assignedAuthoringDevice representedOrganization")]
    [InlineData("representedOrganization", "id name telecom addr standardIndustryClassCode asOrganizationPartOf")]
    [InlineData("encompassingEncounter", "id code effectiveTime dischargeDispositionCode responsibleParty encounterParticipant location")]
    [InlineData("section", "templateId id code title text confidentialityCode languageCode subject author informant entry component")]
    [InlineData("act", "id code text statusCode effectiveTime priorityCode languageCode subject specimen performer author informant participant entryRelationship reference precondition sdtcPrecondition2 sdtcInFulfillmentOf1")]
    [InlineData("encounter", "id code text statusCode effectiveTime sdtcDischargeDispositionCode priorityCode subject specimen performer author informant participant entryRelationship reference precondition")]
    [InlineData("observation", "id code derivationExpr text statusCode effectiveTime priorityCode repeatNumber languageCode value interpretationCode methodCode targetSiteCode subject specimen performer author informant participant entryRelationship reference precondition referenceRange")]
    [InlineData("organizer", "id code statusCode effectiveTime subject specimen performer author informant participant reference precondition component")]
    [InlineData("procedure", "id code text statusCode effectiveTime priorityCode languageCode methodCode approachSiteCode targetSiteCode subject specimen performer author informant participant entryRelationship reference precondition")]
    [InlineData("substanceAdministration", "id code text statusCode effectiveTime priorityCode repeatNumber routeCode approachSiteCode doseQuantity rateQuantity maxDoseQuantity administrationUnitCode subject specimen consumable performer author informant participant entryRelationship reference precondition")]
    [InlineData("supply", "id code text statusCode effectiveTime priorityCode repeatNumber independentInd quantity expectedUseTime subject specimen product performer author informant participant entryRelationship reference precondition")]
    [InlineData("relatedEntity", "code addr telecom effectiveTime relatedPerson")]
    [InlineData("externalDocument", "id code text setId versionNumber")]
    public void Elements_are_written_in_the_order_of_the_schema(string element, string sequence)
    {
        var places = sequence.Split(' ').Select(child => CdaOrder.Of(element, child)).ToList();

        Assert.DoesNotContain(places, place => place is null or < 0);
        Assert.Equal(places.Order(), places);
        Assert.Equal(places.Count, places.Distinct().Count());
    }

    [Fact]
    public void An_element_that_the_schema_does_not_give_is_no_part()
    {
        Assert.Equal(-1, CdaOrder.Of("relatedEntity", "id"));
        Assert.Equal(-1, CdaOrder.Of("section", "effectiveTime"));
    }
}
