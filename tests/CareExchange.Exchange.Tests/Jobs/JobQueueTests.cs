using CareExchange.Exchange.Jobs;
using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Tests.Jobs;

public sealed class JobQueueTests
{
    private static readonly Requester Nurse = new("nurse", "간호사(가명)", RequesterRole.ClinicNurse, "hongje-homecare", "홍제 재택의료센터", PurposeOfUse.Treatment, false);

    [Fact]
    public void What_somebody_began_is_not_for_an_app_of_theirs_nor_what_one_app_began_for_another_or_for_another_person()
    {
        string[] owners =
        [
            JobQueue.OwnerOf(Nurse), JobQueue.OwnerOf(Nurse with { AppId = "one" }), JobQueue.OwnerOf(Nurse with { AppId = "two" }),
            JobQueue.OwnerOf(Nurse with { AppId = "one", OnlyPersonId = "p1" }), JobQueue.OwnerOf(Nurse with { AppId = "one", OnlyPersonId = "p2" }),
        ];

        Assert.Equal(owners.Length, owners.Distinct().Count());
    }
}
