rootProject.name = "bells"
