package paas.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Pushes that are no deploys, or not ordinary ones. The engine has no part in them. */
@Tag("house")
@Timeout(120)
@ParameterizedClass(name = "{0}")
@EnumSource(value = EngineKind.class, names = "PROCESS")
class RefusedPushTest {
  @RegisterExtension static final Houses HOUSES = new Houses();
  private final House house;
  private final Desk desk;

  RefusedPushTest(EngineKind engine) {
    house = HOUSES.of(engine);
    desk = house.desk();
  }

  private String release(String app) throws Exception {
    return house.web(app).get("/").field("release");
  }

  @HouseTest
  void anotherBranchIsRefusedWithASentence() throws Exception {
    Project project = Apps.node(desk, "branches").commit("First");
    project.push().ok();
    project.git("checkout", "-q", "-b", "feature").ok();
    project.commit("Second");
    project
        .git("push", "paas", "feature")
        .exits(1)
        .says("[remote rejected] feature -> feature", "git push paas feature:main");
    assertThat(release("branches")).isEqualTo("v1");
    project.git("push", "paas", "feature:main").ok();
    assertThat(release("branches")).isEqualTo("v2");
  }

  @HouseTest
  void aPushOptionThatIsNotKnownIsNotSilentlyIgnored() throws Exception {
    Project project = Apps.node(desk, "options").commit("First");
    project
        .git("push", "-o", "colour=red", "paas", "main")
        .exits(1)
        .says("[remote rejected] main -> main (there is no push option 'colour=red'");
    project.push().ok();
  }

  @HouseTest
  void masterIsAdoptedWhenItComesFirst() throws Exception {
    Project project = Apps.node(desk, "master").commit("First");
    project.git("branch", "-m", "master").ok();
    project
        .git("push", "paas", "master")
        .ok()
        .says("-----> master is the deploy branch from now on");
    desk.paas("apps:info", "master").ok().says("master");
  }

  @HouseTest
  void tagsAreTakenAndBranchesStay() throws Exception {
    Project project = Apps.node(desk, "tags").commit("First");
    project.push().ok();
    project.git("tag", "v1.0").ok();
    project.git("push", "paas", "v1.0").ok().saysNot("Building");
    project.git("push", "paas", ":main").exits(1).says("[remote rejected] main");
    assertThat(release("tags")).isEqualTo("v1");
    project.git("push", "paas", "main").ok().says("Everything up-to-date");
  }

  @HouseTest
  void aForcedPushDeploys() throws Exception {
    Project project = Apps.node(desk, "forced").commit("First");
    project.commit("Second").push().ok();
    project.git("commit", "-q", "--amend", "--allow-empty", "-m", "Other").ok();
    project.push().exits(1).says("rejected");
    project.git("push", "--force", "paas", "main").ok().says("Switched to v2");
    assertThat(release("forced")).isEqualTo("v2");
    assertThat(project.tracked()).isEqualTo(project.head());
  }

  @HouseTest
  void aShallowCloneDeploysOrIsToldTheWayOut() throws Exception {
    Project origin = Apps.node(desk, "deep").commit("First").commit("Second").commit("Third");
    String from = "file://" + origin.folder();
    desk.in(desk.home(), "git", "clone", "-q", "--depth", "1", from, "shallow").ok();
    Path shallow = desk.home().resolve("shallow");
    Said push = desk.in(shallow, "git", "push", "paas:shallow", "main");
    if (push.exit() != 0) {
      push.says("git fetch --unshallow");
      desk.in(shallow, "git", "fetch", "-q", "--unshallow").ok();
      desk.in(shallow, "git", "push", "paas:shallow", "main").ok();
    }
    assertThat(release("shallow")).isEqualTo("v1");
  }

  @HouseTest
  void submodulesAndLargeFilePointersAreNamed() throws Exception {
    Project project = Apps.node(desk, "modules").commit("First");
    String head = project.head();
    project.git("update-index", "--add", "--cacheinfo", "160000," + head + ",vendor/lib").ok();
    project.git("commit", "-q", "-m", "Add a submodule").ok();
    project.push().says("vendor/lib", "submodule");

    Project pointer = Apps.node(desk, "pointer");
    pointer
        .write(
            "model.bin",
            """
            version https://git-lfs.github.com/spec/v1
            oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
            size 12345
            """)
        .commit("Add a pointer");
    pointer.push().says("model.bin", "LFS");
  }

  @HouseTest
  void aTreeOfManyFilesIsDeployed() throws Exception {
    Project project = Apps.node(desk, "many");
    for (int i = 0; i < 3000; i++) {
      project.write("data/" + i % 50 + "/" + i + ".txt", "number " + i + "\n");
    }
    project.commit("Many files").push().ok();
    assertThat(release("many")).isEqualTo("v1");
  }

  @HouseTest
  void aRefusedFirstPushLeavesNoApp() throws Exception {
    Project project = Apps.node(desk, "nothing").commit("First");
    project.git("push", "paas", "main:refs/heads/-x").exits(1);
    project.git("push", "paas", "main:refs/notes/x").exits(1).says("[remote rejected]");
    desk.paas("apps:exists", "nothing").exits(20);
  }

  @HouseTest
  void namesThatAreNoNames() throws Exception {
    Project project = Apps.node(desk, "names").commit("First");
    for (String name : new String[] {"../x", "a..b", "a//b", "A", "x'y", "admin", "a$(id)"}) {
      Said push = project.git("push", "paas:" + name, "main");
      assertThat(push.exit()).as("%s", push).isEqualTo(128);
      assertThat(push.err()).as("%s", push).contains(" !     ");
      desk.paas("apps:create", "--", quoted(name)).exits(2);
      desk.paas("apps:info", "--app", quoted(name)).exits(20);
    }
    assertThat(Files.exists(house.data().resolve("x"))).isFalse();
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
