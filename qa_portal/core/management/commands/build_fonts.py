from django.core.management.base import BaseCommand

from qa_portal.core.documents import fonts, words


class Command(BaseCommand):
    help = "Build the document fonts and the Thai word list into the build folder; does nothing when they are there."

    def handle(self, *args, **options):
        self.stdout.write(f"fonts: {fonts.build_fonts()}")
        self.stdout.write(f"words: {words.build_dictionary() or 'stock dictionary (trietool is not installed)'}")
